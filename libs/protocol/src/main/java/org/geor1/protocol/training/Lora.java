package org.geor1.protocol.training;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.geor1.protocol.settings.NotOffered;
import org.geor1.protocol.settings.Setting;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Low-rank adapters (LoRA, arXiv 2106.09685) on the decoder's linear layers, under PEFT's names: a weight W of a target
 * module becomes W + lora_alpha / r × B A, of which A [r, columns] and B [rows, r] alone are trained. There is no dropout.
 *
 * @param r rank
 * @param loraAlpha numerator of the scale
 * @param targetModules of each decoder layer, among {@link #MODULES}; all of them if none is named
 */
@NotOffered(name = "lora_dropout", reason = "there is no dropout here: leave it out")
@JsonNaming(SnakeCaseStrategy.class)
public record Lora(
        @Setting(value = "Rank of the adapters.", byDefault = "8") @Min(1) @Max(4096)
        int r,

        @Setting(value = "Numerator of the adapters' scale, lora_alpha / r.", byDefault = "8") @Min(1) @Max(1_000_000)
        int loraAlpha,

        @Setting(
                value = "Linear layers of each decoder layer that have an adapter; an empty list means all.",
                byDefault = "[]")
        @Size(max = 1000)
        List<@Pattern(regexp = Lora.MODULE, message = "must be one of [" + Lora.NAMES + "]") String> targetModules) {

    static final String MODULE = "q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj";
    static final String NAMES = "q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj";

    /** The decoder's linear layers, each of which may have an adapter. */
    public static final List<String> MODULES = List.of(NAMES.split(", "));

    /** @throws IllegalArgumentException if r or lora_alpha is below 1, or a module is none of {@link #MODULES} */
    public Lora {
        if (r < 1 || loraAlpha < 1) {
            throw new IllegalArgumentException("lora: r and lora_alpha must be at least 1");
        }
        if (!MODULES.containsAll(targetModules)) {
            throw new IllegalArgumentException(
                    "lora.target_modules: must name some of " + MODULES + ", not " + targetModules);
        }
        targetModules = targetModules.isEmpty() ? MODULES : List.copyOf(targetModules);
    }

    /** Factor of B A. */
    public double scale() {
        return (double) loraAlpha / r;
    }
}
