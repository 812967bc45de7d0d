package org.geor1.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geor1.protocol.RunSpec;
import org.jspecify.annotations.Nullable;

/** Runs, their state machine, and the lease of the trainer that drives one. */
public interface RunStore {

    /** Writes a queued run. @throws UnknownModelException when the model names nothing that exists */
    Run create(RunSpec spec);

    /**
     * Writes a queued run that goes on with the training of a checkpoint: with its optimizer, schedule and reference, and
     * with the step behind it.
     *
     * @param spec its model names the checkpoint
     * @throws CheckpointRemovedException when retention has removed the training state
     */
    Run fork(RunSpec spec, StepStore.Checkpoint checkpoint);

    Optional<Run> find(String runId);

    /** Newest first. {@code after} is a cursor of an earlier page. */
    Page<Run> list(@Nullable String experiment, @Nullable RunState state, int limit, @Nullable String after);

    Optional<Run> latest();

    /** Where each queued run stands, by its id. */
    Map<String, Waiting> queue();

    /**
     * Cancels at once a run that nobody drives; a running one is cancelled by its trainer before the next step.
     *
     * @throws IllegalTransitionException when the run is already over
     * @throws java.util.NoSuchElementException when there is no such run
     */
    Run cancel(String runId);

    /** Pauses, under the same rules as {@link #cancel}. */
    Run pause(String runId);

    /** Queues a paused run again, or withdraws a pause that was not yet honoured. */
    Run resume(String runId);

    /** Takes the oldest queued run, or a running one whose trainer's lease ran out, and makes it running. */
    Optional<OwnedRun> adopt(String owner, Duration lease);

    /** Extends the lease. @throws LostLeaseException when another trainer has adopted the run */
    void heartbeat(RunLease lease, Duration duration);

    /** What the user asked of the run since, as {@link Run#requested()}. @throws LostLeaseException as above */
    @Nullable
    String requested(RunLease lease);

    /** Moves an owned run to a state without an owner and writes the state event. @throws LostLeaseException as above */
    Run finish(RunLease lease, RunState state, @Nullable String error, @Nullable String resultJson);

    /**
     * Pauses an owned run for a reason that will go away, such as a full disk, and raises an alert.
     *
     * @throws LostLeaseException as above
     */
    void suspend(RunLease lease, String reason);

    /** Does the same to every run that waits for a trainer. @return their ids */
    List<String> suspendWaiting(String reason);

    /** Queues all suspended runs again. @return their ids */
    List<String> resumeSuspended();

    /** Gives the run up without changing its state, so that another trainer can adopt it at once. */
    void release(RunLease lease);

    /** A run and the right to drive it. */
    record OwnedRun(Run run, RunLease lease) {}

    /** Fencing token: every write of a trainer carries it. */
    record RunLease(String runId, long epoch) {}
}
