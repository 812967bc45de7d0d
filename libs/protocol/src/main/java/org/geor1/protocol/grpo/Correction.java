package org.geor1.protocol.grpo;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Importance weights between sampler and trainer, TRL's {@code vllm_importance_sampling_mode}. */
@JsonNaming(SnakeCaseStrategy.class)
public record Correction(
        @Setting(
                value = "Weights for the difference of sampler and trainer, by token or by completion; outside their"
                        + " bounds they are moved to them (truncate) or dropped (mask).",
                byDefault = "none")
        SamplerCorrectionMode importanceSamplingCorrection,

        @Setting(value = "Upper bound of those weights.", byDefault = "3") @DecimalMin("0") @DecimalMax("1000000")
        double importanceSamplingClipMax,

        @Setting("Lower bound of those weights; without it there is none.")
        @DecimalMin("0")
        @DecimalMax("1000000")
        @Nullable
        Double importanceSamplingClipMin)
        implements CrossFieldRules {

    @Override
    public void check(Faults faults) {
        if (importanceSamplingClipMin != null && importanceSamplingClipMin >= importanceSamplingClipMax) {
            faults.reject("importance_sampling_clip_min", "must be less than importance_sampling_clip_max");
        }
    }
}
