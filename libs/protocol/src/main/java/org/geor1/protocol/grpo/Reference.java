package org.geor1.protocol.grpo;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.protocol.settings.Setting;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The reference policy, which can be moved towards the trained one, under TRL's names. */
@JsonNaming(SnakeCaseStrategy.class)
public record Reference(
        @Setting(value = "Move the reference policy towards the trained one.", byDefault = "false")
        boolean syncRefModel,

        @Setting(value = "Optimizer steps between two moves of the reference.", byDefault = "512")
        @Min(1)
        @Max(1_000_000)
        int refModelSyncSteps,

        @Setting(value = "Share of the trained policy in the new reference.", byDefault = "0.6")
        @DecimalMin("0")
        @DecimalMax("1")
        double refModelMixupAlpha,

        @Setting(
                value = "Keep the reference policy in the machine's memory instead of the device's.",
                byDefault = "false")
        boolean offloadReference) {}
