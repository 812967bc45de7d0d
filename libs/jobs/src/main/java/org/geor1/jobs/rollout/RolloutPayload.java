package org.geor1.jobs.rollout;

import java.util.Objects;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a rollout job asks for; the prompt is its group's.
 *
 * @param firstIndex index of its first completion in the group
 * @param n number of completions
 * @param topK 0 keeps all tokens
 * @param topP 1 keeps all tokens
 * @param minP 0 keeps all tokens
 * @param repetitionPenalty 1 changes nothing
 * @param seed sampling seed, so a repeated job draws the same completions
 * @param policyArtifact hash of the weights to draw from
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RolloutPayload(
        int firstIndex,
        int n,
        double temperature,
        int topK,
        double topP,
        Double minP,
        Double repetitionPenalty,
        int maxTokens,
        long seed,
        long policyVersion,
        String policyArtifact) {

    public RolloutPayload {
        // Absent from jobs that were queued before there was a choice.
        minP = Objects.requireNonNullElse(minP, 0.0);
        repetitionPenalty = Objects.requireNonNullElse(repetitionPenalty, 1.0);
    }

    /** Draws from the whole distribution. */
    public RolloutPayload(
            int firstIndex,
            int n,
            double temperature,
            int maxTokens,
            long seed,
            long policyVersion,
            String policyArtifact) {
        this(firstIndex, n, temperature, 0, 1, 0.0, 1.0, maxTokens, seed, policyVersion, policyArtifact);
    }
}
