package org.geor1.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.geor1.jobs.CrashPoint;
import org.geor1.jobs.EventType;
import org.geor1.jobs.NewEvent;
import org.geor1.jobs.Rollout;
import org.geor1.jobs.RolloutGroup;
import org.geor1.jobs.StepStore;
import org.geor1.protocol.RunSpec;
import org.geor1.rl.GrpoConfig;
import org.geor1.rl.ScoredGroup;
import org.geor1.rl.TrainingSession;
import org.geor1.rl.TrainingSessions;
import org.jspecify.annotations.Nullable;

/**
 * Elevating: GRPO on cross-view pairing. Each step draws its groups from the policy of the step before, so rollouts are
 * never stale.
 */
final class GrpoDriver implements RunDriver {

    private final TrainingLoop loop;
    private final TrainingSessions sessions;
    private final GroupSteps groups;
    private final StepStore steps;

    GrpoDriver(TrainingLoop loop, TrainingSessions sessions, GroupSteps groups, StepStore steps) {
        this.loop = loop;
        this.sessions = sessions;
        this.groups = groups;
        this.steps = steps;
    }

    @Override
    public @Nullable String drive(RunContext context) throws InterruptedException {
        loop.train(context, new Method(context));
        return null;
    }

    private final class Method implements TrainingMethod {

        private final RunContext context;
        private final RunSpec.Grpo grpo;
        private final PairingQuestions questions;

        Method(RunContext context) {
            this.context = context;
            this.grpo = context.spec().method().requireGrpo();
            this.questions = PairingQuestions.training(context.spec().seed(), grpo);
        }

        @Override
        public TrainingSession start(Path initialPolicy) {
            GrpoConfig config = GrpoConfigs.of(grpo, context.spec().seed());
            sessions.requireMemory(
                    initialPolicy,
                    config,
                    Prompts.render(questions.get(0).prompt()),
                    grpo.groupSize(),
                    grpo.promptsPerStep());
            return sessions.grpo(initialPolicy, config);
        }

        @Override
        public boolean publishesEachStep() {
            return true;
        }

        @Override
        public int checkpointEvery() {
            return grpo.checkpointEvery();
        }

        @Override
        public Outcome step(TrainingSession session, long step) throws InterruptedException {
            List<RolloutGroup> scored = groups.run(context, step, asked(step), draw(step - 1));
            CrashPoint.BEFORE_UPDATE.reach();
            Map<String, Double> metrics = RolloutMetrics.of(scored);
            metrics.putAll(session.grpoStep(
                    scored.stream().map(GrpoDriver::scoredGroup).toList()));
            return new Outcome(
                    metrics,
                    RolloutAdvantages.of(scored, GrpoConfigs.scaleRewards(grpo)),
                    List.of(rolloutEvent(step, scored)));
        }

        @Override
        public void redo(TrainingSession session, long step) {
            session.grpoStep(groups.finished(context.id(), step).stream()
                    .map(GrpoDriver::scoredGroup)
                    .toList());
        }

        private List<PairingQuestions.Asked> asked(long step) {
            long first = (step - 1) * grpo.promptsPerStep();
            return LongStream.range(first, first + grpo.promptsPerStep())
                    .mapToObj(questions::get)
                    .toList();
        }

        private GroupSteps.Draw draw(long version) {
            String artifact = steps.policyArtifact(context.id(), version)
                    .orElseThrow(() -> new IllegalStateException("policy version " + version + " is not published"));
            return new GroupSteps.Draw(
                    grpo.groupSize(), grpo.temperature(), grpo.maxCompletionLength(), version, artifact);
        }
    }

    private static NewEvent rolloutEvent(long step, List<RolloutGroup> scored) {
        List<String> ids = scored.stream()
                .limit(1)
                .flatMap(group -> group.rollouts().stream())
                .map(Rollout::id)
                .toList();
        return new NewEvent(EventType.ROLLOUT, step, Map.of("groups", scored.size(), "sample", ids));
    }

    private static ScoredGroup scoredGroup(RolloutGroup group) {
        return new ScoredGroup(
                group.id(),
                Prompts.render(group.prompt()),
                group.rollouts().stream()
                        .map(rollout -> new ScoredGroup.ScoredCompletion(
                                rollout.tokenIds(),
                                rollout.logProbs(),
                                RolloutAdvantages.reward(rollout),
                                rollout.truncated()))
                        .toList());
    }
}
