package org.geor1.rl.trained;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.QwenWeights;

/** What an optimizer moves, between the gradients of a model's tensors and these tensors. */
public interface TrainedWeights extends AutoCloseable {

    /** @param seed the run's, from which fresh adapters follow */
    static TrainedWeights of(TrainingModel model, Trainable trainable, long seed) {
        Lora lora = trainable.lora();
        return lora == null ? new SelectedWeights(model.model(), trainable) : new LoraAdapters(model, lora, seed);
    }

    /** Updated in place by the optimizer. */
    List<NDArray> weights();

    /** Their type. */
    Precision precision();

    /** The model's tensors whose gradients these follow from, by their places in {@link QwenWeights#parameters}. */
    Set<Integer> sources();

    /**
     * Their gradients; what follows from a tensor without elements has none either.
     *
     * @param all of the model's tensors, in the order of {@link QwenWeights#parameters}; those that are no {@link #sources}
     *     are not looked at
     */
    List<NDArray> gradients(NDManager scope, List<NDArray> all);

    /** Whether weight decay takes from one of {@link #weights}, by its place. */
    boolean decays(int weight);

    /** Puts what the optimizer has changed into the model. */
    void apply();

    /** Writes what others need of the policy besides the model's own weights. */
    void savePolicy(Path directory);

    /** Writes what {@link #load} needs besides that and the model's own weights. */
    void save(Path directory);

    /** Goes on from what both wrote. */
    void load(Path directory);

    @Override
    void close();
}
