package org.geor1.trainer.training;

import org.geor1.protocol.RunSpec;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.vlm.model.Precision;

/** How a run holds weights and states: the same words on both sides of the module's edge. */
public final class MemorySettings {

    private MemorySettings() {}

    public static MemoryOptions of(RunSpec.Memory memory, boolean offloadReference) {
        return new MemoryOptions(
                Precision.valueOf(memory.weightsDtype().name()),
                Precision.valueOf(memory.optimStates().name()),
                memory.offloadOptimizer(),
                offloadReference);
    }
}
