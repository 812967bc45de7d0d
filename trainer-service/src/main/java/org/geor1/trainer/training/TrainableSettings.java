package org.geor1.trainer.training;

import org.geor1.protocol.training.Trained;
import org.geor1.rl.trained.Trainable;

/** Which weights a run trains. */
public final class TrainableSettings {

    private TrainableSettings() {}

    public static Trainable of(Trained trained) {
        return new Trainable(trained.freezeVision(), trained.freeze(), trained.lora());
    }
}
