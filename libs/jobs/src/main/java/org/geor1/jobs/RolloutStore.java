package org.geor1.jobs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geor1.jobs.RunStore.RunLease;
import org.geor1.protocol.PromptPart;
import org.jspecify.annotations.Nullable;

/** Groups and rollouts, and the transactions that tie them to jobs. */
public interface RolloutStore {

    /**
     * Opens a step: its row, its groups and their rollout jobs in one transaction. Opening it again changes nothing.
     *
     * @throws LostLeaseException when another trainer has adopted the run
     */
    void openStep(RunLease lease, long step, long policyVersion, List<NewGroup> groups);

    /**
     * Replaces scored groups of an open step by new ones in one transaction; their jobs come before those of later steps.
     *
     * @param groups ids of what is replaced
     * @throws LostLeaseException when another trainer has adopted the run
     */
    void replace(RunLease lease, long step, Collection<String> groups, long policyVersion, List<NewGroup> newGroups);

    /**
     * Drops scored groups of an open step.
     *
     * @throws LostLeaseException when another trainer has adopted the run
     */
    void drop(RunLease lease, long step, Collection<String> groups, String cause);

    /** How far the groups of a step are. */
    StepProgress progress(String runId, long step);

    /** The groups of a step in index order, with their rollouts. */
    List<RolloutGroup> groups(String runId, long step);

    Optional<RolloutGroup> group(String groupId);

    /** Groups by id, with their rollouts; those that do not exist are left out. */
    List<RolloutGroup> groups(Collection<String> groupIds);

    Optional<Rollout> rollout(String rolloutId);

    /** Newest first. */
    Page<Rollout> list(String runId, RolloutFilter filter, int limit, @Nullable String after);

    /**
     * Stores the completions of rollout jobs. For each, one transaction completes the job, inserts its rollouts and
     * counts its group down; at zero the group is generated and its reward job queued. Work whose lease was lost is
     * left out.
     *
     * @return ids of the jobs whose work was stored
     */
    List<Long> completeRollouts(List<GeneratedPart> parts);

    /** Stores the scores of reward jobs; their groups become scored. @return as {@link #completeRollouts} */
    List<Long> completeRewards(List<GroupScores> scores);

    /**
     * A group to open.
     *
     * @param payloads one for each rollout job that draws a part of the group's completions
     */
    record NewGroup(int index, List<PromptPart> prompt, Truth truth, List<RolloutPayload> payloads) {

        public NewGroup {
            prompt = List.copyOf(prompt);
            payloads = List.copyOf(payloads);
        }
    }

    /** Completions of one rollout job; the first has index {@code firstIndex} in its group. */
    record GeneratedPart(Job job, int firstIndex, long policyVersion, List<NewRollout> rollouts) {

        public GeneratedPart {
            rollouts = List.copyOf(rollouts);
        }
    }

    /** A completion before it is scored. */
    record NewRollout(String completion, int[] tokenIds, float[] logProbs, String finishReason) {}

    /** Scores of the group of a claimed reward job. */
    record GroupScores(Job job, List<RolloutScore> scores) {

        public GroupScores {
            scores = List.copyOf(scores);
        }
    }

    /** One rollout's breakdown. */
    record RolloutScore(
            String rolloutId,
            @Nullable String answer,
            Map<String, Double> rewards,
            double reward,
            List<String> flags) {}

    /** Of all {@code total} groups, {@code pending} still wait for workers. {@code error} is the cause of one dropped group. */
    record StepProgress(
            int total,
            int pending,
            int scored,
            int dropped,
            @Nullable String error) {}

    /** What to list; {@code null} does not filter. {@code query} is a piece of the completion. */
    record RolloutFilter(
            @Nullable Long step,
            @Nullable String groupId,
            @Nullable Double minReward,
            @Nullable String flag,
            @Nullable String query) {

        public static RolloutFilter all() {
            return new RolloutFilter(null, null, null, null, null);
        }
    }
}
