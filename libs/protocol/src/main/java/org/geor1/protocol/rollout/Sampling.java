package org.geor1.protocol.rollout;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.settings.Setting;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The part of the distribution that is sampled from, under TRL's names, applied in the order of Hugging Face {@code
 * generate}: penalty, temperature, top k, top p, min p. Log-probabilities are recorded and trained on at the
 * temperature alone, as in TRL.
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Sampling(
        @Setting(
                value = "Drop the least likely tokens that together hold no more than 1 - top_p; 1 drops none.",
                byDefault = "1")
        @DecimalMin("0.001")
        @DecimalMax("1")
        double topP,

        @Setting(value = "Keep the top_k likeliest tokens; 0 keeps all.", byDefault = "0") @Min(0) @Max(1_000_000)
        int topK,

        @Setting(value = "Drop tokens less likely than min_p times the likeliest; 0 drops none.", byDefault = "0")
        @DecimalMin("0")
        @DecimalMax("1")
        double minP,

        @Setting(
                value = "Above 1, makes tokens that prompt or completion already hold less likely; 1 changes nothing.",
                byDefault = "1")
        @DecimalMin("0.01")
        @DecimalMax("100")
        double repetitionPenalty) {

    /** The whole distribution. */
    public static final Sampling WHOLE = new Sampling(1, 0, 0, 1);

    /** The most answers to one photo that are drawn at once. */
    public static final int MOST_ANSWERS = 16;

    /** At which so many answers to one photo are drawn: a single one is the model's most likely one. */
    public static double temperature(int answers) {
        return answers == 1 ? 0 : 1;
    }
}
