package org.geor1.jobs.postgres;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.geor1.jobs.CheckpointRemovedException;
import org.geor1.jobs.EventStore;
import org.geor1.jobs.EventType;
import org.geor1.jobs.JobStore;
import org.geor1.jobs.LostLeaseException;
import org.geor1.jobs.ModelCatalog;
import org.geor1.jobs.NewEvent;
import org.geor1.jobs.Page;
import org.geor1.jobs.Run;
import org.geor1.jobs.RunState;
import org.geor1.jobs.RunStore;
import org.geor1.jobs.StepStore.Checkpoint;
import org.geor1.jobs.UnknownModelException;
import org.geor1.jobs.Waiting;
import org.geor1.protocol.RunSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class PostgresRunStore implements RunStore {

    private final RunRepository runs;
    private final StepRepository steps;
    private final CheckpointRepository checkpoints;
    private final EventStore events;
    private final JobStore jobs;
    private final ModelCatalog models;
    private final EntityManager entities;

    PostgresRunStore(
            RunRepository runs,
            StepRepository steps,
            CheckpointRepository checkpoints,
            EventStore events,
            JobStore jobs,
            ModelCatalog models,
            EntityManager entities) {
        this.runs = runs;
        this.steps = steps;
        this.checkpoints = checkpoints;
        this.events = events;
        this.jobs = jobs;
        this.models = models;
        this.entities = entities;
    }

    @Override
    public Run create(RunSpec spec) {
        steps.holdRetention();
        ModelCatalog.Model model = models.find(spec.model()).orElseThrow(() -> new UnknownModelException(spec.model()));
        return queue(RunEntity.queued(spec, model.checkpoint()));
    }

    @Override
    public Run fork(RunSpec spec, Checkpoint checkpoint) {
        steps.holdRetention();
        CheckpointEntity from = checkpoints
                .findById(checkpoint.id())
                .orElseThrow(() -> new NoSuchElementException("no checkpoint " + checkpoint.id()));
        entities.refresh(from);
        if (!from.hasState || !from.hasWeights) {
            throw new CheckpointRemovedException(checkpoint.name(), from.hasState ? "weights" : "training state");
        }
        RunEntity run = RunEntity.queued(spec, from.id);
        run.startStep = from.step;
        run.currentStep = from.step;
        return queue(run);
    }

    private Run queue(RunEntity run) {
        entities.persist(run);
        entities.flush();
        stateEvent(run.id, RunState.QUEUED, null);
        return run.toRun();
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Run> find(String runId) {
        return runs.findById(runId).map(RunEntity::toRun);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<Run> list(@Nullable String experiment, @Nullable RunState state, int limit, @Nullable String after) {
        List<RunEntity> rows = runs.page(experiment, state == null ? null : state.wire(), after, Limit.of(limit + 1));
        return Pages.of(rows, limit, run -> run.id, RunEntity::toRun);
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Run> latest() {
        return runs.findFirstByOrderByIdDesc().map(RunEntity::toRun);
    }

    @Override
    @Transactional(readOnly = true)
    public Map<String, Waiting> queue() {
        Map<String, Waiting> queue = new LinkedHashMap<>();
        String obstacle = runs.obstacle();
        runs.queue().forEach(row -> queue.put(row.getId(), new Waiting(row.getPosition(), row.getBehind(), obstacle)));
        return queue;
    }

    @Override
    public Run cancel(String runId) {
        Run run = stop(runId, RunState.CANCELLED, "cancel");
        if (run.state() == RunState.CANCELLED) {
            jobs.cancelRun(runId);
        }
        return run;
    }

    @Override
    public Run pause(String runId) {
        return stop(runId, RunState.PAUSED, "pause");
    }

    private Run stop(String runId, RunState target, String request) {
        RunEntity run = lock(runId);
        RunState.of(run.state).to(target);
        if (RunState.of(run.state) == RunState.RUNNING && runs.driven(runId)) {
            // A cancel is never weakened to a pause.
            if (!"cancel".equals(run.requested)) {
                run.requested = request;
            }
            return run.toRun();
        }
        return move(runId, target, null, null);
    }

    @Override
    public Run resume(String runId) {
        RunEntity run = lock(runId);
        if (RunState.of(run.state) == RunState.RUNNING && "pause".equals(run.requested)) {
            run.requested = null;
            return run.toRun();
        }
        RunState.of(run.state).to(RunState.QUEUED);
        return move(runId, RunState.QUEUED, null, null);
    }

    @Override
    public Optional<OwnedRun> adopt(String owner, Duration lease) {
        Optional<RunEntity> adopted = runs.adopt(owner, seconds(lease)).stream().findFirst();
        adopted.ifPresent(run -> stateEvent(run.id, RunState.RUNNING, null));
        return adopted.map(run -> new OwnedRun(run.toRun(), new RunLease(run.id, run.ownerEpoch)));
    }

    @Override
    public void heartbeat(RunLease lease, Duration duration) {
        if (runs.heartbeat(lease.runId(), lease.epoch(), seconds(duration)) == 0) {
            throw lost(lease);
        }
    }

    @Override
    @Transactional(readOnly = true)
    public @Nullable String requested(RunLease lease) {
        RunEntity run = runs.findById(lease.runId())
                .filter(row -> row.ownerEpoch == lease.epoch() && row.state.equals(RunState.RUNNING.wire()))
                .orElseThrow(() -> lost(lease));
        return run.requested;
    }

    @Override
    public Run finish(RunLease lease, RunState state, @Nullable String error, @Nullable String resultJson) {
        RunEntity run = runs.lockOwned(lease.runId(), lease.epoch()).orElseThrow(() -> lost(lease));
        RunState.of(run.state).to(state);
        if (state.terminal()) {
            jobs.cancelRun(run.id);
        }
        return move(run.id, state, error, resultJson);
    }

    @Override
    public void suspend(RunLease lease, String reason) {
        if (runs.suspend(lease.runId(), lease.epoch(), reason) == 0) {
            throw lost(lease);
        }
        suspended(lease.runId(), reason);
    }

    @Override
    public List<String> suspendWaiting(String reason) {
        List<String> ids = runs.suspendWaiting(reason);
        ids.forEach(id -> suspended(id, reason));
        return ids;
    }

    @Override
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

    @Override
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

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    static LostLeaseException lost(RunLease lease) {
        return new LostLeaseException("run " + lease.runId() + " is no longer driven under epoch " + lease.epoch());
    }
}
