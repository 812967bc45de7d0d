package org.geor1.protocol.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The loss on held-out exemplars, and when it ends the run. Names and meaning are those of Hugging Face's Trainer. */
@JsonNaming(SnakeCaseStrategy.class)
public record EarlyStoppingSettings(
        @Setting("Steps between two evaluations; without it there are none.") @Min(1) @Max(1_000_000) @Nullable
        Integer evalSteps,

        @Setting(value = "Held-out exemplars of an evaluation.", byDefault = "128") @Min(1) @Max(4096)
        int evalSamples,

        @Setting("Evaluations in a row without a better loss that end the run, whose best checkpoint is then @latest;"
                + " without it all steps are taken.")
        @Min(1)
        @Max(1_000_000)
        @Nullable
        Integer earlyStoppingPatience,

        @Setting(value = "By how much the loss must fall to count as better.", byDefault = "0")
        @DecimalMin("0")
        @DecimalMax("1000000")
        double earlyStoppingThreshold)
        implements CrossFieldRules {

    @Override
    public void check(Faults faults) {
        if (earlyStoppingPatience != null && evalSteps == null) {
            faults.reject("early_stopping_patience", "needs eval_steps: without it nothing is evaluated");
        }
    }
}
