package org.geor1.protocol.rollout;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Asks the rollout service for completions of one prompt ({@code POST /internal/v1/generate}).
 *
 * @param model a name of the model catalog; absent means the service's default
 * @param n completions, 1 if absent
 * @param temperature 0 is greedy, and the default
 * @param stop texts that end a completion; it is given back without them
 * @param continuation what the model has said so far, behind which it goes on
 * @param choices if any: the completion is the likeliest of these, by its first token
 */
@JsonNaming(SnakeCaseStrategy.class)
public record GenerateRequest(
        @Nullable String model,
        List<PromptPart> prompt,
        @Nullable Integer n,
        @Nullable Double temperature,
        @Nullable Integer maxTokens,
        @Nullable Long seed,
        @Nullable List<String> stop,
        @Nullable String continuation,
        @Nullable List<String> choices) {}
