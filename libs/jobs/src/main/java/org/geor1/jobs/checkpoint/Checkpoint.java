package org.geor1.jobs.checkpoint;

import java.time.Instant;

/**
 * Weights and state after {@code step}.
 *
 * @param hasWeights false once retention removed the policy
 * @param hasState false once retention removed the training state
 */
public record Checkpoint(
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
