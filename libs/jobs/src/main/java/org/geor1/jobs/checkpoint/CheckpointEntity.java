package org.geor1.jobs.checkpoint;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Generated;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "checkpoint")
class CheckpointEntity {

    @Id
    String id;

    String runId;

    long step;

    String policyArtifact;

    String stateArtifact;

    boolean promoted;

    @Formula("(SELECT a.deleted_at IS NULL FROM artifact a WHERE a.sha256 = policy_artifact)")
    boolean hasWeights;

    @Formula("(SELECT a.deleted_at IS NULL FROM artifact a WHERE a.sha256 = state_artifact)")
    boolean hasState;

    @Generated
    @Nullable
    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected CheckpointEntity() {}

    Checkpoint toCheckpoint() {
        return new Checkpoint(
                id,
                runId,
                step,
                policyArtifact,
                stateArtifact,
                promoted,
                hasWeights,
                hasState,
                createdAt == null ? Instant.EPOCH : createdAt);
    }
}
