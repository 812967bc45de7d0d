package org.geor1.jobs;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a rollout job asks for; the prompt is its group's.
 *
 * @param firstIndex index of its first completion in the group
 * @param n number of completions
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
        int maxTokens,
        long seed,
        long policyVersion,
        String policyArtifact) {}
