package org.geor1.trainer;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.seed.SeedStream;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.rollout.GroupState;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.RolloutPayload;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.RolloutStore.NewGroup;
import org.geor1.jobs.rollout.RolloutStore.StepProgress;
import org.geor1.jobs.signal.Channel;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.RunSpec;

/**
 * Opens the groups of a step and waits for their scores. Groups that were dropped are left out of the step; when more
 * than half were, the cause is not an accident and the run fails with it.
 */
final class GroupSteps {

    private final StepStore steps;
    private final RolloutStore rollouts;
    private final Channel settled;
    private final TrainerProperties properties;

    GroupSteps(StepStore steps, RolloutStore rollouts, TrainerProperties properties) {
        this.steps = steps;
        this.rollouts = rollouts;
        this.settled = rollouts.settled();
        this.properties = properties;
    }

    /** How to draw: everything but the seed, which follows from run, step and group. */
    record Draw(
            int n,
            double temperature,
            RunSpec.Sampling sampling,
            int maxTokens,
            long policyVersion,
            String policyArtifact) {}

    /** Opens a step and waits for its groups. @return those that count, in index order */
    List<RolloutGroup> run(RunContext context, long step, List<PairingQuestions.Asked> questions, Draw draw)
            throws InterruptedException {
        open(context, step, questions, draw);
        await(context, step);
        return finished(context.id(), step);
    }

    /** Opening a step again changes nothing: its groups are those it was opened with. */
    void open(RunContext context, long step, List<PairingQuestions.Asked> questions, Draw draw) {
        steps.open(context.lease(), step, draw.policyVersion(), groups(context, step, 0, questions, draw));
        CrashPoint.STEP_OPENED.reach();
    }

    /** Puts groups of further questions in the place of some. @param first index of the first new group */
    void replace(
            RunContext context,
            long step,
            List<RolloutGroup> replaced,
            int first,
            List<PairingQuestions.Asked> questions,
            Draw draw) {
        rollouts.replace(
                context.lease(),
                step,
                replaced.stream().map(RolloutGroup::id).toList(),
                draw.policyVersion(),
                groups(context, step, first, questions, draw));
        CrashPoint.GROUPS_REPLACED.reach();
    }

    void drop(RunContext context, long step, List<RolloutGroup> dropped, String cause) {
        rollouts.drop(
                context.lease(), step, dropped.stream().map(RolloutGroup::id).toList(), cause);
    }

    /** Waits until no group of the step is pending. */
    void await(RunContext context, long step) throws InterruptedException {
        long heard = settled.heard();
        StepProgress progress = rollouts.progress(context.id(), step);
        while (progress.pending() > 0) {
            context.requireGoOn();
            settled.await(heard, properties.poll());
            heard = settled.heard();
            progress = rollouts.progress(context.id(), step);
        }
        int counted = progress.scored() + progress.dropped();
        if (progress.dropped() > counted / 2) {
            throw new IllegalStateException(progress.dropped() + " of " + counted + " groups of step " + step
                    + " were dropped; one cause: " + progress.error());
        }
    }

    /** All groups of a step, whatever became of them, in index order. */
    List<RolloutGroup> all(String runId, long step) {
        return rollouts.groups(runId, step);
    }

    /** The groups of a step that count, in index order. */
    List<RolloutGroup> finished(String runId, long step) {
        return rollouts.groups(runId, step).stream()
                .filter(group -> group.state() == GroupState.SCORED || group.state() == GroupState.CONSUMED)
                .toList();
    }

    private static List<NewGroup> groups(
            RunContext context, long step, int first, List<PairingQuestions.Asked> questions, Draw draw) {
        List<NewGroup> groups = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            int index = first + i;
            RolloutPayload payload = new RolloutPayload(
                    0,
                    draw.n(),
                    draw.temperature(),
                    draw.sampling().topK(),
                    draw.sampling().topP(),
                    draw.sampling().minP(),
                    draw.sampling().repetitionPenalty(),
                    draw.maxTokens(),
                    SeedStream.hash(context.spec().seed(), step, index),
                    draw.policyVersion(),
                    draw.policyArtifact());
            PairingQuestions.Asked asked = questions.get(i);
            groups.add(new NewGroup(index, asked.prompt(), asked.truth(), List.of(payload)));
        }
        return groups;
    }
}
