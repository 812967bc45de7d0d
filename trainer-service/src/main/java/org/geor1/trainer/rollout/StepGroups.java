package org.geor1.trainer.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.seed.SeedStream;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.rollout.GroupState;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.RolloutPayload;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.RolloutStore.NewGroup;
import org.geor1.jobs.rollout.StepProgress;
import org.geor1.jobs.signal.Channel;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.rollout.Sampling;
import org.geor1.trainer.run.DrivenRun;

/**
 * Opens the groups of a step and waits until they are scored. Dropped groups are left out of the step; when more than half
 * of them were dropped, the run fails with the cause of one.
 */
public final class StepGroups {

    private final StepStore steps;
    private final RolloutStore rollouts;
    private final Duration poll;
    private final Channel settled;

    public StepGroups(StepStore steps, RolloutStore rollouts, Duration poll) {
        this.steps = steps;
        this.rollouts = rollouts;
        this.poll = poll;
        this.settled = rollouts.settled();
    }

    /** How completions are sampled: everything but the seed, which follows from run, step and group. */
    public record Draw(
            int n, double temperature, Sampling sampling, int maxTokens, long policyVersion, String policyArtifact) {}

    /** Opens a step. Opening it again changes nothing: it keeps the groups that it was first opened with. */
    public void open(DrivenRun run, long step, List<RunQuestions.Asked> questions, Draw draw) {
        steps.open(run.lease(), step, draw.policyVersion(), groups(run, step, 0, questions, draw));
        CrashPoint.STEP_OPENED.reach();
    }

    /**
     * Replaces groups by groups of further questions.
     *
     * @param first index of the first new group
     */
    void replace(
            DrivenRun run,
            long step,
            List<RolloutGroup> replaced,
            int first,
            List<RunQuestions.Asked> questions,
            Draw draw) {
        rollouts.replace(
                run.lease(),
                step,
                replaced.stream().map(RolloutGroup::id).toList(),
                draw.policyVersion(),
                groups(run, step, first, questions, draw));
        CrashPoint.GROUPS_REPLACED.reach();
    }

    void drop(DrivenRun run, long step, List<RolloutGroup> dropped, String cause) {
        rollouts.drop(run.lease(), step, dropped.stream().map(RolloutGroup::id).toList(), cause);
    }

    /** Waits until no group of the step is pending. */
    public void await(DrivenRun run, long step) throws InterruptedException {
        long heard = settled.heard();
        StepProgress progress = rollouts.progress(run.id(), step);
        while (progress.pending() > 0) {
            run.checkInterrupted();
            settled.await(heard, poll);
            heard = settled.heard();
            progress = rollouts.progress(run.id(), step);
        }
        int counted = progress.scored() + progress.dropped();
        if (progress.dropped() > counted / 2) {
            throw new IllegalStateException(progress.dropped() + " of " + counted + " groups of step " + step
                    + " were dropped; one cause: " + progress.error());
        }
    }

    /** All groups of a step in index order, in whatever state. */
    List<RolloutGroup> all(String runId, long step) {
        return rollouts.groups(runId, step);
    }

    /** The scored groups of a step in index order. */
    public List<RolloutGroup> finished(String runId, long step) {
        return rollouts.groups(runId, step).stream()
                .filter(group -> group.state() == GroupState.SCORED || group.state() == GroupState.CONSUMED)
                .toList();
    }

    private static List<NewGroup> groups(
            DrivenRun run, long step, int first, List<RunQuestions.Asked> questions, Draw draw) {
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
                    SeedStream.hash(run.spec().seed(), step, index),
                    draw.policyVersion(),
                    draw.policyArtifact());
            RunQuestions.Asked asked = questions.get(i);
            groups.add(new NewGroup(index, asked.prompt(), asked.truth(), List.of(payload)));
        }
        return groups;
    }
}
