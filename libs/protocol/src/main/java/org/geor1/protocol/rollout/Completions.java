package org.geor1.protocol.rollout;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.settings.Setting;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What is sampled for each prompt. */
@JsonNaming(SnakeCaseStrategy.class)
public record Completions(
        @Setting(value = "Completions of a prompt, which are compared with each other.", byDefault = "8")
        @Min(2)
        @Max(128)
        int groupSize,

        @Setting(value = "Longest completion, in tokens.", byDefault = "256") @Min(1) @Max(32_768)
        int maxCompletionLength,

        @Setting(value = "Sampling temperature.", byDefault = "1") @DecimalMin("0.01") @DecimalMax("10")
        double temperature,

        @JsonUnwrapped Sampling sampling) {}
