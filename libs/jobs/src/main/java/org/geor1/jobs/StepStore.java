package org.geor1.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.geor1.jobs.RunStore.RunLease;
import org.jspecify.annotations.Nullable;

/** Steps, policy versions and checkpoints: what has really happened to the weights of a run. */
public interface StepStore {

    /** Publishes the weights a run starts from as the version of its start step. Publishing it again changes nothing. */
    void publishInitial(RunLease lease, Artifact policy);

    /** Opens a step that needs no rollouts. Opening it again changes nothing. */
    void open(RunLease lease, long step, long policyVersion);

    /**
     * The commit point. One transaction turns the step from open to committed, publishes policy version
     * {@code step}, stores metrics, advantages and checkpoint, consumes the groups and appends the events.
     *
     * @throws LostLeaseException when another trainer has adopted the run
     * @throws IllegalStateException when the step is not open, so that none is applied twice
     */
    void commit(StepCommit commit);

    /** Records a checkpoint of a step that is already committed, as before a pause. */
    void checkpoint(RunLease lease, long step, Artifact policy, Artifact state);

    /** The artifact of a policy version. */
    Optional<String> policyArtifact(String runId, long version);

    /** Committed steps, ascending. */
    List<Step> steps(String runId);

    /** Newest first. */
    List<Checkpoint> checkpoints(String runId);

    Optional<Checkpoint> checkpoint(String checkpointId);

    Optional<Checkpoint> latestCheckpoint(String runId);

    /**
     * Marks a checkpoint as one that retention never touches. Marking it again changes nothing.
     *
     * @throws CheckpointRemovedException when retention was faster
     * @throws java.util.NoSuchElementException when there is no such checkpoint
     */
    Checkpoint promote(String checkpointId);

    /**
     * Artifacts that retention may remove, and from now on counts as removed: policies of the run older than its last
     * {@code keep} versions that no checkpoint names, weights of checkpoints beyond the run's {@code save_total_limit},
     * and training states older than its last {@code keep} checkpoints. Checkpoints that are promoted, that have the
     * lowest held-out loss of a run that may stop early, or that a run which is not over started from are spared.
     *
     * @param inUse an artifact that a session of the run still reads, or the empty text
     */
    List<String> expendable(String runId, int keep, String inUse);

    /** Artifacts of the run that retention has removed, or was about to when it was cut short. */
    List<String> retired(String runId);

    /** A committed step. */
    record Step(
            String runId,
            long step,
            long policyVersion,
            @Nullable Instant committedAt) {}

    /**
     * Weights and state after {@code step}.
     *
     * @param hasWeights false once retention removed the policy
     * @param hasState false once retention removed the training state
     */
    record Checkpoint(
            String id,
            String runId,
            long step,
            String policyArtifact,
            String stateArtifact,
            boolean promoted,
            boolean hasWeights,
            boolean hasState,
            Instant createdAt) {

        /** As a model: {@code run_x@step-100}. */
        public String name() {
            return runId + "@step-" + step;
        }
    }
}
