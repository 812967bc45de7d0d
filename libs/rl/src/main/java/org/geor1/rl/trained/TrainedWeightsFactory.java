package org.geor1.rl.trained;

import org.geor1.protocol.training.Lora;
import org.geor1.rl.pass.TrainingModel;

/** Chooses between a model's own weights and adapters. */
public final class TrainedWeightsFactory {

    private TrainedWeightsFactory() {}

    /** @param seed the run's, from which fresh adapters follow */
    public static TrainedWeights create(TrainingModel model, Trainable trainable, long seed) {
        Lora lora = trainable.lora();
        return lora == null ? new SelectedWeights(model.model(), trainable) : new LoraAdapters(model, lora, seed);
    }
}
