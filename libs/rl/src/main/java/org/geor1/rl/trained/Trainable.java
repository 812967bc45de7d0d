package org.geor1.rl.trained;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.geor1.protocol.training.Lora;
import org.jspecify.annotations.Nullable;

/**
 * Which weights a run trains, under the names of its settings.
 *
 * @param freezeVision short for the module {@code visual} in {@code freeze}
 * @param freeze modules that stay as they are, by the published names of their weights: {@code model.layers.3.mlp}
 * @param lora adapters that are trained in place of all weights, or null
 */
public record Trainable(
        boolean freezeVision, List<String> freeze, @Nullable Lora lora) {

    /** The module that holds the vision tower. */
    static final String VISION = "visual";

    public static final Trainable ALL = new Trainable(false, List.of(), null);

    /** All but the vision tower. */
    public static final Trainable TEXT = new Trainable(true, List.of(), null);

    public Trainable {
        // Absent from states saved by earlier versions.
        freeze = List.copyOf(Objects.requireNonNullElse(freeze, List.of()));
        if (lora != null && !freeze.isEmpty()) {
            throw new IllegalArgumentException(
                    "freeze: must be left out with lora, which freezes everything but its adapters");
        }
    }

    public Trainable withFrozenVision() {
        return new Trainable(true, freeze, lora);
    }

    List<String> frozen() {
        List<String> modules = new ArrayList<>(freeze);
        if (freezeVision) {
            modules.add(VISION);
        }
        return modules;
    }
}
