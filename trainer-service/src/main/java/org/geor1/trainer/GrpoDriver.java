package org.geor1.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.RunSpec;
import org.geor1.rl.GrpoConfig;
import org.geor1.rl.ScoredGroup;
import org.geor1.rl.TrainingSession;
import org.geor1.rl.TrainingSessions;
import org.jspecify.annotations.Nullable;

/**
 * Elevating: GRPO on cross-view pairing. {@link GrpoGroups} says which policy draws the groups of a step.
 *
 * <p>What is old in a probability ratio is the trainer's own policy before the step, also where an older one drew the
 * completions: TRL takes the trainer's as well, and {@code GrpoUpdate} tells why. The sampler's log-probabilities, which
 * are those of the policy that drew, enter through the importance weights: {@code importance_sampling_correction}, and
 * for stale groups {@code stale_groups}.
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
        private final GrpoGroups grpoGroups;

        Method(RunContext context) {
            this.context = context;
            this.grpo = context.spec().method().requireGrpo();
            this.questions = PairingQuestions.training(context.spec().seed(), grpo);
            this.grpoGroups = new GrpoGroups(context, groups, steps, questions);
        }

        @Override
        public TrainingSession start(Path initialPolicy) {
            return sessions.grpo(initialPolicy, fitting(initialPolicy));
        }

        @Override
        public TrainingSession goOn(Path state) {
            return sessions.resume(state, fitting(state));
        }

        private GrpoConfig fitting(Path checkpoint) {
            GrpoConfig config = GrpoConfigs.of(grpo, context.spec().seed());
            sessions.requireMemory(
                    checkpoint,
                    config,
                    Prompts.render(questions.get(0).prompt()),
                    grpo.groupSize(),
                    grpo.promptsPerStep());
            return config;
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
            long start = System.nanoTime();
            GrpoGroups.Step collected = grpoGroups.collect(step);
            double waited = (System.nanoTime() - start) / 1e9;
            CrashPoint.BEFORE_UPDATE.reach();
            List<RolloutGroup> scored = collected.trained();
            Map<String, Double> metrics = collected.metrics();
            metrics.put("time/rollout_wait", waited);
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
                        .toList(),
                GrpoGroups.staleness(group));
    }
}
