package org.geor1.rl.trained;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.QwenWeights;

/** The tensors that an optimizer updates, and how their gradients follow from those of the model's tensors. */
public interface TrainedWeights extends AutoCloseable {

    /** Updated in place by the optimizer. */
    List<NDArray> weights();

    /** Their type. */
    Precision precision();

    /** The model's tensors whose gradients these follow from, by their places in {@link QwenWeights#parameters}. */
    Set<Integer> sources();

    /**
     * Their gradients; a gradient that follows from an empty one is empty.
     *
     * @param all of the model's tensors, in the order of {@link QwenWeights#parameters}; only those of {@link #sources} are read
     */
    List<NDArray> gradients(NDManager scope, List<NDArray> all);

    /** Whether weight decay applies to one of {@link #weights}, by index. */
    boolean decays(int weight);

    /** Writes the optimizer's changes into the model. */
    void apply();

    /** Writes what a policy has besides the model's own weights. */
    void savePolicy(Path directory);

    /** Writes what {@link #load} needs in addition. */
    void save(Path directory);

    /** Resumes from what both wrote. */
    void load(Path directory);

    @Override
    void close();
}
