package org.geor1.trainer.training;

import org.geor1.protocol.training.Dtype;
import org.geor1.protocol.training.Memory;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.vlm.model.Precision;

/** How a run holds weights and optimizer states, in the types of the training library. */
public final class MemorySettings {

    private MemorySettings() {}

    public static MemoryOptions of(Memory memory, boolean offloadReference) {
        return new MemoryOptions(
                precision(memory.weightsDtype()),
                precision(memory.optimStates()),
                memory.offloadOptimizer(),
                offloadReference);
    }

    /** The model's library knows nothing of runs, so this is where a setting becomes its type. */
    private static Precision precision(Dtype dtype) {
        return switch (dtype) {
            case FP32 -> Precision.FP32;
            case BF16 -> Precision.BF16;
        };
    }
}
