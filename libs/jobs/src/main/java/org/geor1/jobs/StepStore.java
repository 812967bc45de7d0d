package org.geor1.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.geor1.jobs.RunStore.RunLease;
import org.jspecify.annotations.Nullable;

/** Steps, policy versions and checkpoints: what has really happened to the weights of a run. */
public interface StepStore {

    /** Publishes version 0, the weights a run starts from. Publishing it again changes nothing. */
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

    /** Marks a checkpoint as the one to serve from its experiment's run. */
    Checkpoint promote(String checkpointId);

    /**
     * Artifacts that retention may remove: policies of the run older than its last {@code keep} versions that no
     * checkpoint names, and training states older than its last {@code keep} checkpoints.
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

    /** Weights and state after {@code step}. */
    record Checkpoint(
            String id,
            String runId,
            long step,
            String policyArtifact,
            String stateArtifact,
            boolean promoted,
            Instant createdAt) {}
}
