package org.geor1.trainer;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.seed.SeedStream;
import org.geor1.jobs.CrashPoint;
import org.geor1.jobs.GroupState;
import org.geor1.jobs.RolloutGroup;
import org.geor1.jobs.RolloutPayload;
import org.geor1.jobs.RolloutStore;
import org.geor1.jobs.RolloutStore.NewGroup;
import org.geor1.jobs.RolloutStore.StepProgress;

/**
 * Opens the groups of a step and waits for their scores. Groups that were dropped are left out of the step; when more
 * than half were, the cause is not an accident and the run fails with it.
 */
final class GroupSteps {

    private final RolloutStore rollouts;
    private final TrainerProperties properties;

    GroupSteps(RolloutStore rollouts, TrainerProperties properties) {
        this.rollouts = rollouts;
        this.properties = properties;
    }

    /** How to draw: everything but the seed, which follows from run, step and group. */
    record Draw(int n, double temperature, int maxTokens, long policyVersion, String policyArtifact) {}

    List<RolloutGroup> run(RunContext context, long step, List<PairingQuestions.Asked> questions, Draw draw)
            throws InterruptedException {
        rollouts.openStep(context.lease(), step, draw.policyVersion(), groups(context, step, questions, draw));
        CrashPoint.STEP_OPENED.reach();
        StepProgress progress = rollouts.progress(context.id(), step);
        while (progress.pending() > 0) {
            context.requireGoOn();
            context.pause(properties.poll());
            progress = rollouts.progress(context.id(), step);
        }
        if (progress.dropped() > progress.total() / 2) {
            throw new IllegalStateException(progress.dropped() + " of " + progress.total() + " groups of step " + step
                    + " were dropped; one cause: " + progress.error());
        }
        return finished(context.id(), step);
    }

    /** The groups of a step that count, in index order. */
    List<RolloutGroup> finished(String runId, long step) {
        return rollouts.groups(runId, step).stream()
                .filter(group -> group.state() == GroupState.SCORED || group.state() == GroupState.CONSUMED)
                .toList();
    }

    private static List<NewGroup> groups(
            RunContext context, long step, List<PairingQuestions.Asked> questions, Draw draw) {
        List<NewGroup> groups = new ArrayList<>();
        for (int index = 0; index < questions.size(); index++) {
            RolloutPayload payload = new RolloutPayload(
                    0,
                    draw.n(),
                    draw.temperature(),
                    0,
                    1,
                    draw.maxTokens(),
                    SeedStream.hash(context.spec().seed(), step, index),
                    draw.policyVersion(),
                    draw.policyArtifact());
            PairingQuestions.Asked asked = questions.get(index);
            groups.add(new NewGroup(index, asked.prompt(), asked.truth(), List.of(payload)));
        }
        return groups;
    }
}
