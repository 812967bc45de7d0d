package org.geor1.gateway.runs;

import java.time.Instant;
import org.geor1.jobs.checkpoint.Checkpoint;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A checkpoint.
 *
 * @param model the name under which a run or a request can use its weights
 * @param hasWeights false once retention removed them
 * @param hasState false once retention removed the training state that a run can resume from
 */
@JsonNaming(SnakeCaseStrategy.class)
record CheckpointView(
        String id,
        String runId,
        String model,
        long step,
        String policyArtifact,
        boolean promoted,
        boolean hasWeights,
        boolean hasState,
        Instant createdAt) {

    static CheckpointView of(Checkpoint checkpoint) {
        return new CheckpointView(
                checkpoint.id(),
                checkpoint.runId(),
                checkpoint.name(),
                checkpoint.step(),
                checkpoint.policyArtifact(),
                checkpoint.promoted(),
                checkpoint.hasWeights(),
                checkpoint.hasState(),
                checkpoint.createdAt());
    }
}
