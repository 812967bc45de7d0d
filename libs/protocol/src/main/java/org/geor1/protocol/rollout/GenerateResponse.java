package org.geor1.protocol.rollout;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Completions and the full name of the model that drew them. */
@JsonNaming(SnakeCaseStrategy.class)
public record GenerateResponse(String model, List<Choice> completions) {

    /**
     * @param meanLogProb mean log-probability of the completion's tokens, at the sampling temperature
     * @param choices of a request with choices: the probability of each among them
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Choice(
            String text,
            int tokens,
            String finishReason,
            double meanLogProb,
            @Nullable Map<String, Double> choices) {}
}
