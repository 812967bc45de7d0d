package org.geor1.trainer.training;

import java.util.List;
import org.geor1.protocol.RunSpec;
import org.geor1.rl.trained.Lora;
import org.geor1.rl.trained.Trainable;
import org.jspecify.annotations.Nullable;

/** Which weights a run trains: the same words on both sides of the module's edge. */
public final class TrainableSettings {

    private TrainableSettings() {}

    public static Trainable of(boolean freezeVision, List<String> freeze, RunSpec.@Nullable Lora lora) {
        return new Trainable(
                freezeVision, freeze, lora == null ? null : new Lora(lora.r(), lora.loraAlpha(), lora.targetModules()));
    }
}
