package org.geor1.trainer.training;

import org.geor1.protocol.RunSpec;
import org.geor1.rl.trained.Trainable;

/** Which weights a run trains. */
public final class TrainableSettings {

    private TrainableSettings() {}

    public static Trainable of(RunSpec.Trained trained) {
        return new Trainable(trained.freezeVision(), trained.freeze(), trained.lora());
    }
}
