package org.geor1.rl.memory;

import java.util.Objects;
import org.geor1.vlm.model.Precision;

/**
 * How a run's weights and states are held, under the names of its settings. What is bf16 is rounded stochastically when
 * it is updated.
 *
 * @param weightsDtype of weights, of activations and of gradients
 * @param optimStates of both moments of AdamW
 * @param offloadOptimizer keep the moments in the machine's memory; a piece at a time visits the device in the update
 * @param offloadReference keep the reference policy there; a layer at a time visits the device
 */
public record MemoryOptions(
        Precision weightsDtype, Precision optimStates, boolean offloadOptimizer, boolean offloadReference) {

    /** Everything in fp32, on the device. */
    public static final MemoryOptions STANDARD = new MemoryOptions(Precision.FP32, Precision.FP32, false, false);

    public MemoryOptions {
        Objects.requireNonNull(weightsDtype, "weightsDtype");
        Objects.requireNonNull(optimStates, "optimStates");
    }

    public MemoryOptions withWeightsDtype(Precision dtype) {
        return new MemoryOptions(dtype, optimStates, offloadOptimizer, offloadReference);
    }

    public MemoryOptions withOptimStates(Precision dtype) {
        return new MemoryOptions(weightsDtype, dtype, offloadOptimizer, offloadReference);
    }

    public MemoryOptions withOffloadedOptimizer() {
        return new MemoryOptions(weightsDtype, optimStates, true, offloadReference);
    }

    public MemoryOptions withOffloadedReference() {
        return new MemoryOptions(weightsDtype, optimStates, offloadOptimizer, true);
    }

    /** As it is where the device's memory is the machine's: nothing is elsewhere. */
    public MemoryOptions onHost() {
        return new MemoryOptions(weightsDtype, optimStates, false, false);
    }
}
