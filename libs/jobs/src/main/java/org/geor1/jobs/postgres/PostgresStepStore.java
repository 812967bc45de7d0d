package org.geor1.jobs.postgres;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.geor1.jobs.Artifact;
import org.geor1.jobs.CheckpointRemovedException;
import org.geor1.jobs.CrashPoint;
import org.geor1.jobs.EventStore;
import org.geor1.jobs.EventType;
import org.geor1.jobs.NewEvent;
import org.geor1.jobs.RunStore.RunLease;
import org.geor1.jobs.StepCommit;
import org.geor1.jobs.StepStore;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class PostgresStepStore implements StepStore {

    private final RunRepository runs;
    private final StepRepository steps;
    private final GroupRepository groups;
    private final RolloutRepository rollouts;
    private final CheckpointRepository checkpoints;
    private final EventStore events;
    private final EntityManager entities;

    PostgresStepStore(
            RunRepository runs,
            StepRepository steps,
            GroupRepository groups,
            RolloutRepository rollouts,
            CheckpointRepository checkpoints,
            EventStore events,
            EntityManager entities) {
        this.runs = runs;
        this.steps = steps;
        this.groups = groups;
        this.rollouts = rollouts;
        this.checkpoints = checkpoints;
        this.events = events;
        this.entities = entities;
    }

    @Override
    public void publishInitial(RunLease lease, Artifact policy) {
        RunEntity run = owned(lease);
        register(policy);
        steps.publish(run.id, run.startStep, policy.sha256());
    }

    @Override
    public void open(RunLease lease, long step, long policyVersion) {
        owned(lease);
        steps.open(lease.runId(), step, policyVersion);
    }

    @Override
    public void commit(StepCommit commit) {
        RunEntity run = owned(commit.lease());
        if (commit.step() != run.currentStep + 1
                || steps.commit(run.id, commit.step(), commit.lease().epoch()) != 1) {
            throw new IllegalStateException("step " + commit.step() + " of " + run.id
                    + " cannot be committed: the last committed step is " + run.currentStep);
        }
        if (commit.newPolicy() != null) {
            register(commit.newPolicy());
            steps.publish(run.id, commit.step(), commit.newPolicy().sha256());
        }
        // NaN has no JSON form; a metric that is not a number is absent, and the trainer logs it.
        Map<String, Double> finite = new LinkedHashMap<>(commit.metrics());
        finite.values().removeIf(value -> !Double.isFinite(value));
        steps.metrics(run.id, commit.step(), Json.write(finite));
        rollouts.advantages(run.id, commit.step(), Json.write(commit.advantages()));
        groups.consume(run.id, commit.step());
        List<NewEvent> stream = new ArrayList<>();
        stream.add(new NewEvent(EventType.METRIC, commit.step(), finite));
        stream.addAll(commit.events());
        // Read again: the bulk updates above have emptied the persistence context.
        owned(commit.lease()).currentStep = commit.step();
        if (commit.newState() != null && commit.newPolicy() != null) {
            stream.add(saveCheckpoint(run.id, commit.step(), commit.newPolicy(), commit.newState()));
        }
        entities.flush();
        events.append(run.id, stream);
        CrashPoint.IN_COMMIT.reach();
    }

    @Override
    public void checkpoint(RunLease lease, long step, Artifact policy, Artifact state) {
        RunEntity run = owned(lease);
        if (run.currentStep != step) {
            throw new IllegalStateException("step " + step + " of " + run.id + " is not its last committed step");
        }
        if (checkpoints.findByRunIdAndStep(run.id, step).isEmpty()) {
            events.append(run.id, List.of(saveCheckpoint(run.id, step, policy, state)));
        }
    }

    private NewEvent saveCheckpoint(String runId, long step, Artifact policy, Artifact state) {
        register(policy);
        register(state);
        CheckpointEntity checkpoint = new CheckpointEntity();
        checkpoint.id = Ids.next("ckpt");
        checkpoint.runId = runId;
        checkpoint.step = step;
        checkpoint.policyArtifact = policy.sha256();
        checkpoint.stateArtifact = state.sha256();
        entities.persist(checkpoint);
        return new NewEvent(
                EventType.CHECKPOINT, step, Map.of("id", checkpoint.id, "artifact", checkpoint.policyArtifact));
    }

    private void register(Artifact artifact) {
        steps.register(artifact.sha256(), artifact.name(), artifact.size(), Json.write(artifact.files()));
    }

    private RunEntity owned(RunLease lease) {
        return runs.lockOwned(lease.runId(), lease.epoch()).orElseThrow(() -> PostgresRunStore.lost(lease));
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<String> policyArtifact(String runId, long version) {
        return steps.policyArtifact(runId, version);
    }

    @Override
    @Transactional(readOnly = true)
    public List<Step> steps(String runId) {
        return steps.committed(runId).stream().map(StepEntity::toStep).toList();
    }

    @Override
    @Transactional(readOnly = true)
    public List<Checkpoint> checkpoints(String runId) {
        return checkpoints.findByRunIdOrderByStepDesc(runId).stream()
                .map(CheckpointEntity::toCheckpoint)
                .toList();
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Checkpoint> checkpoint(String checkpointId) {
        return checkpoints.findById(checkpointId).map(CheckpointEntity::toCheckpoint);
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Checkpoint> latestCheckpoint(String runId) {
        return checkpoints.findFirstByRunIdOrderByStepDesc(runId).map(CheckpointEntity::toCheckpoint);
    }

    @Override
    public Checkpoint promote(String checkpointId) {
        steps.holdRetention();
        CheckpointEntity checkpoint = checkpoints
                .findById(checkpointId)
                .orElseThrow(() -> new NoSuchElementException("no checkpoint " + checkpointId));
        if (!checkpoint.hasWeights) {
            throw new CheckpointRemovedException(checkpoint.toCheckpoint().name(), "weights");
        }
        if (!checkpoint.promoted) {
            checkpoints.promote(checkpointId);
            events.append(
                    checkpoint.runId,
                    List.of(new NewEvent(
                            EventType.CHECKPOINT,
                            checkpoint.step,
                            Map.of("id", checkpointId, "artifact", checkpoint.policyArtifact, "promoted", true))));
        }
        return checkpoints.findById(checkpointId).orElseThrow().toCheckpoint();
    }

    @Override
    public List<String> expendable(String runId, int keep, String inUse) {
        steps.holdRetention();
        return steps.retire(runId, keep, inUse);
    }

    @Override
    @Transactional(readOnly = true)
    public List<String> retired(String runId) {
        return steps.retired(runId);
    }
}
