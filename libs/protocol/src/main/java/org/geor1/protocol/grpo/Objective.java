package org.geor1.protocol.grpo;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The variant of GRPO that is optimized. Names and meaning are TRL's; where TRL's own default has moved away from the
 * paper's objective ({@code loss_type}, {@code use_bias_correction_kl}), the paper's stays.
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Objective(
        @Setting(value = "Weight of the KL term against the reference policy; 0 keeps no reference.", byDefault = "0")
        @DecimalMin("0")
        @DecimalMax("10")
        double beta,

        @Setting(value = "Clip range of the probability ratio; with epsilon_high, the lower one.", byDefault = "0.2")
        @DecimalMin("0")
        @DecimalMax("1")
        double epsilon,

        @Setting("Upper clip range where it is not epsilon's; for loss_type cispo the bound of the ratio itself.")
        @DecimalMin("0")
        @DecimalMax("100")
        @Nullable
        Double epsilonHigh,

        @Setting("Upper bound of the unclipped ratio (two-sided clipping); without it there is none.")
        @DecimalMin("1")
        @DecimalMax("1000")
        @Nullable
        Double delta,

        @Setting(value = "How token losses become the step's loss.", byDefault = "grpo")
        LossType lossType,

        @Setting(
                value = "Whose standard deviation advantages are divided by; true is group, false is none.",
                byDefault = "group",
                flags = {"group", "none"})
        ScaleRewards scaleRewards,

        @Setting(
                value =
                        "Whether a token has its own probability ratio or its completion's; sequence with grpo is GSPO.",
                byDefault = "token")
        ImportanceSamplingLevel importanceSamplingLevel,

        @Setting(value = "Multiply the KL term by the ratio.", byDefault = "false")
        boolean useBiasCorrectionKl,

        @Setting(value = "Weight of the mean entropy of a token, which is rewarded.", byDefault = "0")
        @DecimalMin("-10")
        @DecimalMax("10")
        double entropyCoef,

        @Setting(value = "Leave completions that the length limit ended out of the loss.", byDefault = "false")
        boolean maskTruncatedCompletions,

        @Setting(value = "Updates on the same groups.", byDefault = "1") @Min(1) @Max(64)
        int numIterations) {}
