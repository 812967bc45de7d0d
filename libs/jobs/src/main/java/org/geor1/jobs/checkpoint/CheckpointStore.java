package org.geor1.jobs.checkpoint;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactRegister;
import org.geor1.jobs.common.Ids;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Checkpoints of runs. Their rows stay; retention may take their files. */
@Transactional
public class CheckpointStore {

    private final CheckpointRepository checkpoints;
    private final ArtifactRegister artifacts;
    private final Retention retention;
    private final EventStore events;
    private final EntityManager entities;

    CheckpointStore(
            CheckpointRepository checkpoints,
            ArtifactRegister artifacts,
            Retention retention,
            EventStore events,
            EntityManager entities) {
        this.checkpoints = checkpoints;
        this.artifacts = artifacts;
        this.retention = retention;
        this.events = events;
        this.entities = entities;
    }

    /**
     * Records a checkpoint, within the transaction of the trainer that owns the run.
     *
     * @return the event to append for it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public NewEvent save(String runId, long step, Artifact policy, Artifact state) {
        artifacts.register(policy);
        artifacts.register(state);
        CheckpointEntity checkpoint = new CheckpointEntity();
        checkpoint.id = Ids.next("ckpt");
        checkpoint.runId = runId;
        checkpoint.step = step;
        checkpoint.policyArtifact = policy.sha256();
        checkpoint.stateArtifact = state.sha256();
        entities.persist(checkpoint);
        entities.flush();
        return new NewEvent(
                EventType.CHECKPOINT, step, Map.of("id", checkpoint.id, "artifact", checkpoint.policyArtifact));
    }

    /** Checkpoints of a run, newest first. */
    @Transactional(readOnly = true)
    public List<Checkpoint> list(String runId) {
        return checkpoints.findByRunIdOrderByStepDesc(runId).stream()
                .map(CheckpointEntity::toCheckpoint)
                .toList();
    }

    /** Up to 200 checkpoints that still have their weights: promoted ones first, then the newest. */
    @Transactional(readOnly = true)
    public List<Checkpoint> withWeights() {
        return checkpoints.findTop200ByHasWeightsTrueOrderByPromotedDescIdDesc().stream()
                .map(CheckpointEntity::toCheckpoint)
                .toList();
    }

    @Transactional(readOnly = true)
    public Optional<Checkpoint> find(String checkpointId) {
        return checkpoints.findById(checkpointId).map(CheckpointEntity::toCheckpoint);
    }

    @Transactional(readOnly = true)
    public Optional<Checkpoint> find(String runId, long step) {
        return checkpoints.findByRunIdAndStep(runId, step).map(CheckpointEntity::toCheckpoint);
    }

    @Transactional(readOnly = true)
    public Optional<Checkpoint> latest(String runId) {
        return checkpoints.findFirstByRunIdOrderByStepDesc(runId).map(CheckpointEntity::toCheckpoint);
    }

    /** The newest of a run, unless the run has ended with another as its best. */
    @Transactional(readOnly = true)
    public Optional<Checkpoint> best(String runId) {
        return checkpoints.bestStep(runId).flatMap(step -> find(runId, step)).or(() -> latest(runId));
    }

    /**
     * The checkpoint with all its files, of which none is retired before the transaction ends.
     *
     * @throws CheckpointRemovedException when retention was faster
     * @throws NoSuchElementException when there is no such checkpoint
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Checkpoint hold(String checkpointId) {
        retention.hold();
        CheckpointEntity row = require(checkpointId);
        entities.refresh(row);
        Checkpoint checkpoint = row.toCheckpoint();
        if (!checkpoint.hasState() || !checkpoint.hasWeights()) {
            throw new CheckpointRemovedException(
                    checkpoint.name(), checkpoint.hasState() ? "weights" : "training state");
        }
        return checkpoint;
    }

    /**
     * Marks a checkpoint as one that retention never touches. Marking it again changes nothing.
     *
     * @throws CheckpointRemovedException when retention was faster
     * @throws NoSuchElementException when there is no such checkpoint
     */
    public Checkpoint promote(String checkpointId) {
        retention.hold();
        CheckpointEntity checkpoint = require(checkpointId);
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
        return require(checkpointId).toCheckpoint();
    }

    private CheckpointEntity require(String checkpointId) {
        return checkpoints
                .findById(checkpointId)
                .orElseThrow(() -> new NoSuchElementException("no checkpoint " + checkpointId));
    }
}
