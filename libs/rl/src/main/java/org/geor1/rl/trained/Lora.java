package org.geor1.rl.trained;

import java.util.List;

/**
 * Low-rank adapters (LoRA, arXiv 2106.09685) under PEFT's names: a weight W of a target module becomes W + lora_alpha / r
 * × B A, of which A [r, columns] and B [rows, r] alone are trained. There is no dropout.
 *
 * @param r rank
 * @param loraAlpha numerator of the scale
 * @param targetModules of each decoder layer, among {@link #MODULES}
 */
public record Lora(int r, int loraAlpha, List<String> targetModules) {

    /** The linear layers of a decoder layer. */
    public static final List<String> MODULES =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    public Lora {
        targetModules = List.copyOf(targetModules);
        if (r < 1 || loraAlpha < 1) {
            throw new IllegalArgumentException("lora: r and lora_alpha must be at least 1");
        }
        if (targetModules.isEmpty() || !MODULES.containsAll(targetModules)) {
            throw new IllegalArgumentException(
                    "lora.target_modules: must name some of " + MODULES + ", not " + targetModules);
        }
    }

    double scale() {
        return (double) loraAlpha / r;
    }
}
