package org.geor1.jobs.run;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.catalog.UnknownModelException;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.checkpoint.CheckpointRemovedException;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.checkpoint.Retention;
import org.geor1.jobs.common.Intervals;
import org.geor1.jobs.common.Page;
import org.geor1.jobs.common.Pages;
import org.geor1.jobs.common.Traces;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.queue.JobStore;
import org.geor1.protocol.run.RunSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.annotation.Transactional;

/** Runs, their state machine, and the lease of the trainer that drives one. */
@Transactional
public class RunStore {

    private final RunRepository runs;
    private final Retention retention;
    private final CheckpointStore checkpoints;
    private final EventStore events;
    private final JobStore jobs;
    private final ModelCatalog models;
    private final Traces traces;
    private final EntityManager entities;

    RunStore(
            RunRepository runs,
            Retention retention,
            CheckpointStore checkpoints,
            EventStore events,
            JobStore jobs,
            ModelCatalog models,
            Traces traces,
            EntityManager entities) {
        this.runs = runs;
        this.retention = retention;
        this.checkpoints = checkpoints;
        this.events = events;
        this.jobs = jobs;
        this.models = models;
        this.traces = traces;
        this.entities = entities;
    }

    /**
     * Writes a queued run.
     *
     * @param steps that its method comes to
     * @throws UnknownModelException when the model names nothing that exists
     */
    public Run create(RunSpec spec, long steps) {
        retention.hold();
        ModelCatalog.Model model = models.find(spec.model()).orElseThrow(() -> new UnknownModelException(spec.model()));
        return queue(RunEntity.queued(spec, steps, model.checkpoint()));
    }

    /** Does the same for a specification that says its number of steps. */
    public Run create(RunSpec spec) {
        return create(spec, Objects.requireNonNull(spec.method().steps(), "the number of steps is open"));
    }

    /**
     * Writes a queued run that resumes the training of a checkpoint: with its optimizer, schedule and reference, and
     * from its step.
     *
     * @param spec its model names the checkpoint
     * @param steps that its method comes to, those before the checkpoint counted
     * @throws CheckpointRemovedException when retention has removed the training state
     */
    public Run fork(RunSpec spec, long steps, Checkpoint checkpoint) {
        Checkpoint from = checkpoints.hold(checkpoint.id());
        RunEntity run = RunEntity.queued(spec, steps, from.id());
        run.startStep = from.step();
        run.currentStep = from.step();
        return queue(run);
    }

    private Run queue(RunEntity run) {
        run.traceParent = traces.current();
        entities.persist(run);
        entities.flush();
        stateEvent(run.id, RunState.QUEUED, null);
        return run.toRun();
    }

    @Transactional(readOnly = true)
    public Optional<Run> find(String runId) {
        return runs.findById(runId).map(RunEntity::toRun);
    }

    /** Newest first. {@code after} is a cursor of an earlier page. */
    @Transactional(readOnly = true)
    public Page<Run> list(@Nullable String experiment, @Nullable RunState state, int limit, @Nullable String after) {
        List<RunEntity> rows = runs.page(experiment, state, after, Limit.of(limit + 1));
        return Pages.of(rows, limit, run -> run.id, RunEntity::toRun);
    }

    @Transactional(readOnly = true)
    public Optional<Run> latest() {
        return runs.findFirstByOrderByIdDesc().map(RunEntity::toRun);
    }

    /** Where each queued run stands, by its id. */
    @Transactional(readOnly = true)
    public Map<String, Waiting> queue() {
        Map<String, Waiting> queue = new LinkedHashMap<>();
        String obstacle = runs.obstacle();
        runs.queue().forEach(row -> queue.put(row.getId(), new Waiting(row.getPosition(), row.getBehind(), obstacle)));
        return queue;
    }

    /**
     * Cancels at once a run that nobody drives; a running one is cancelled by its trainer before the next step.
     *
     * @throws IllegalTransitionException when the run is already over
     * @throws java.util.NoSuchElementException when there is no such run
     */
    public Run cancel(String runId) {
        Run run = stop(runId, RunState.CANCELLED, "cancel");
        if (run.state() == RunState.CANCELLED) {
            jobs.cancelRun(runId);
        }
        return run;
    }

    /** Pauses, under the same rules as {@link #cancel}. */
    public Run pause(String runId) {
        return stop(runId, RunState.PAUSED, "pause");
    }

    private Run stop(String runId, RunState target, String request) {
        RunEntity run = lock(runId);
        run.state.to(target);
        if (run.state == RunState.RUNNING && runs.driven(runId)) {
            // A cancel is never weakened to a pause.
            if (!"cancel".equals(run.requested)) {
                run.requested = request;
            }
            return run.toRun();
        }
        return move(runId, target, null, null);
    }

    /** Queues a paused run again, or withdraws a pause that was not yet honoured. */
    public Run resume(String runId) {
        RunEntity run = lock(runId);
        if (run.state == RunState.RUNNING && "pause".equals(run.requested)) {
            run.requested = null;
            return run.toRun();
        }
        run.state.to(RunState.QUEUED);
        return move(runId, RunState.QUEUED, null, null);
    }

    /** Takes the oldest queued run, or a running one whose trainer's lease ran out, and makes it running. */
    public Optional<OwnedRun> adopt(String owner, Duration lease) {
        Optional<RunEntity> adopted =
                runs.adopt(owner, Intervals.seconds(lease)).stream().findFirst();
        adopted.ifPresent(run -> stateEvent(run.id, RunState.RUNNING, null));
        return adopted.map(run -> new OwnedRun(run.toRun(), new RunLease(run.id, run.ownerEpoch), run.traceParent));
    }

    /** Extends the lease. @throws LostLeaseException when another trainer has adopted the run */
    public void heartbeat(RunLease lease, Duration duration) {
        if (runs.heartbeat(lease.runId(), lease.epoch(), Intervals.seconds(duration)) == 0) {
            throw lost(lease);
        }
    }

    /** What the user asked of the run since, as {@link Run#requested()}. @throws LostLeaseException as above */
    @Transactional(readOnly = true)
    public @Nullable String requested(RunLease lease) {
        RunEntity run = runs.findById(lease.runId())
                .filter(row -> row.ownerEpoch == lease.epoch() && row.state == RunState.RUNNING)
                .orElseThrow(() -> lost(lease));
        return run.requested;
    }

    /** Moves an owned run to a state without an owner and writes the state event. @throws LostLeaseException as above */
    public Run finish(RunLease lease, RunState state, @Nullable String error, @Nullable String resultJson) {
        RunEntity run = runs.lockOwned(lease.runId(), lease.epoch()).orElseThrow(() -> lost(lease));
        run.state.to(state);
        if (state.terminal()) {
            jobs.cancelRun(run.id);
        }
        return move(run.id, state, error, resultJson);
    }

    /**
     * Pauses an owned run for a reason that will go away, such as a full disk, and raises an alert.
     *
     * @throws LostLeaseException as above
     */
    public void suspend(RunLease lease, String reason) {
        if (runs.suspend(lease.runId(), lease.epoch(), reason) == 0) {
            throw lost(lease);
        }
        suspended(lease.runId(), reason);
    }

    /** Does the same to every run that waits for a trainer. @return their ids */
    public List<String> suspendWaiting(String reason) {
        List<String> ids = runs.suspendWaiting(reason);
        ids.forEach(id -> suspended(id, reason));
        return ids;
    }

    /** Queues all suspended runs again. @return their ids */
    public List<String> resumeSuspended() {
        List<String> ids = runs.resumeSuspended();
        for (String id : ids) {
            stateEvent(id, RunState.QUEUED, null);
            alert(id, "over", "There is space again; the run goes on");
        }
        return ids;
    }

    private void suspended(String runId, String reason) {
        events.append(
                runId,
                List.of(new NewEvent(
                        EventType.STATE, null, Map.of("state", RunState.PAUSED.wire(), "reason", reason))));
        alert(runId, "error", Waiting.suspended(reason));
    }

    private void alert(String runId, String level, String message) {
        events.append(
                runId,
                List.of(new NewEvent(
                        EventType.ALERT, null, Map.of("rule", "disk_full", "level", level, "message", message))));
    }

    /** Gives the run up without changing its state, so that another trainer can adopt it at once. */
    public void release(RunLease lease) {
        runs.release(lease.runId(), lease.epoch());
    }

    private Run move(String runId, RunState state, @Nullable String error, @Nullable String resultJson) {
        runs.move(runId, state.wire(), state.terminal(), error, resultJson);
        stateEvent(runId, state, error);
        return lock(runId).toRun();
    }

    private RunEntity lock(String runId) {
        return runs.lock(runId).orElseThrow(() -> new NoSuchElementException("no run " + runId));
    }

    private void stateEvent(String runId, RunState state, @Nullable String error) {
        Map<String, Object> payload = new HashMap<>(Map.of("state", state.wire()));
        if (error != null) {
            payload.put("error", error);
        }
        events.append(runId, List.of(new NewEvent(EventType.STATE, null, payload)));
    }

    static LostLeaseException lost(RunLease lease) {
        return new LostLeaseException("run " + lease.runId() + " is no longer driven under epoch " + lease.epoch());
    }

    /**
     * A run and the right to drive it.
     *
     * @param traceparent the trace of the request that submitted it
     */
    public record OwnedRun(
            Run run, RunLease lease, @Nullable String traceparent) {}

    /** Fencing token: every write of a trainer carries it. */
    public record RunLease(String runId, long epoch) {}
}
