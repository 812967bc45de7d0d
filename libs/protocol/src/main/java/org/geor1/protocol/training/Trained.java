package org.geor1.protocol.training;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.geor1.protocol.settings.ByDefault;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Which weights are trained. */
@ByDefault(setting = "freeze_vision", value = "true", with = "lora")
@JsonNaming(SnakeCaseStrategy.class)
public record Trained(
        @Setting(
                value = "Leave the vision tower as it is; short for visual in freeze. Always so with lora.",
                byDefault = "true")
        boolean freezeVision,

        @Setting(
                value = "Modules that stay as they are, as the published names of their weights begin:"
                        + " model.layers.3.mlp.",
                byDefault = "[]")
        @Size(max = 1000)
        List<@Pattern(regexp = Trained.MODULE, message = "must be a module's name, such as model.layers.0.mlp") String>
                freeze,

        @Setting("Low-rank adapters that are trained in place of all weights, under PEFT's names.") @Nullable
        Lora lora)
        implements CrossFieldRules {

    private static final String MODULE = "\\w+(\\.\\w+)*";

    public Trained {
        freeze = List.copyOf(freeze);
    }

    @Override
    public void check(Faults faults) {
        if (lora != null && !freezeVision) {
            faults.reject("freeze_vision", "must be true or absent with lora, which trains nothing but its adapters");
        }
        if (lora != null && !freeze.isEmpty()) {
            faults.reject("freeze", "must be absent with lora, which trains nothing but its adapters");
        }
    }
}
