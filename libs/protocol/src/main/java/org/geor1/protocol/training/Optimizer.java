package org.geor1.protocol.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.settings.Setting;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** AdamW and its schedule. */
@JsonNaming(SnakeCaseStrategy.class)
public record Optimizer(
        @Setting(value = "Learning rate after the warm-up.", byDefault = "1e-5") @DecimalMin("0") @DecimalMax("1")
        double learningRate,

        @Setting(value = "Norm that gradients are clipped to.", byDefault = "1") @DecimalMin("0") @DecimalMax("1000000")
        double maxGradNorm,

        @Setting(value = "Steps in which the learning rate rises from zero.", byDefault = "0") @Min(0) @Max(1_000_000)
        int warmupSteps,

        @Setting(value = "Updates in a row without a finite loss and gradient that end the run.", byDefault = "5")
        @Min(1)
        @Max(1_000_000)
        int maxSkippedSteps) {}
