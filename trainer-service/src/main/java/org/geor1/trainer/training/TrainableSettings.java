package org.geor1.trainer.training;

import org.geor1.protocol.RunSpec;
import org.geor1.rl.trained.Lora;
import org.geor1.rl.trained.Trainable;

/** Which weights a run trains: the same words on both sides of the module's edge. */
public final class TrainableSettings {

    private TrainableSettings() {}

    public static Trainable of(RunSpec.Trained trained) {
        org.geor1.protocol.Lora lora = trained.lora();
        return new Trainable(
                trained.freezeVision(),
                trained.freeze(),
                lora == null ? null : new Lora(lora.r(), lora.loraAlpha(), lora.targetModules()));
    }
}
