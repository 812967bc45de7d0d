package org.geor1.rl.memory;

import ai.djl.Device;
import java.util.Locale;
import java.util.OptionalLong;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.model.Precision;
import org.jspecify.annotations.Nullable;

/** Refuses a run whose step would not fit its device, before it starts. */
public final class MemoryGuard {

    /**
     * Models whose weights, moments and reference take less are let through whatever their settings say: their
     * completions seldom reach the limit that the plan counts with.
     */
    private static final long SMALL = 256L << 20;

    private static final double GIB = 1L << 30;

    private MemoryGuard() {}

    /**
     * What is offloaded counts on a CPU, whose memory is the machine's.
     *
     * @throws DoesNotFitException naming the settings that decide, and the cheapest change of them that helps
     */
    public static void check(Qwen25VlConfig config, StepShape shape, Device device) {
        OptionalLong memory = DeviceMemory.of(device);
        if (memory.isPresent()) {
            check(config, shape.with(shape.memory().onHost()), memory.getAsLong());
        }
    }

    static void check(Qwen25VlConfig config, StepShape shape, long memory) {
        if (MemoryPlanner.state(config, shape) < SMALL) {
            return;
        }
        MemoryPlan plan = MemoryPlanner.plan(config, shape);
        if (plan.total() > memory) {
            throw new DoesNotFitException(String.format(
                    Locale.ROOT,
                    "a training step would take %.1f GiB of the device's %.1f GiB (%s) with prompts_per_step=%d,"
                            + " group_size=%d, max_completion_length=%d, freeze_vision=%b, gradient_checkpointing=%b,"
                            + " weights_dtype=%s, optim_states=%s and prompts of %d tokens; %s",
                    plan.total() / GIB,
                    memory / GIB,
                    plan.moment(),
                    shape.promptsPerStep(),
                    shape.groupSize(),
                    shape.completionTokens(),
                    shape.trainable().freezeVision(),
                    shape.gradientCheckpointing(),
                    name(shape.memory().weightsDtype()),
                    name(shape.memory().optimStates()),
                    shape.promptTokens(),
                    advice(config, shape, memory, false)));
        }
    }

    private static String name(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    /**
     * What to change, in a sentence.
     *
     * @param offloads whether the device's memory is not the machine's
     */
    public static String advice(Qwen25VlConfig config, StepShape shape, long memory, boolean offloads) {
        @Nullable
        Remedy remedy = Remedy.find(
                shape, offloads, changed -> MemoryPlanner.plan(config, changed).total() <= memory);
        if (remedy == null) {
            return String.format(
                    Locale.ROOT,
                    "no setting helps: weights, optimizer state%s and gradients alone take %.1f GiB",
                    shape.reference() ? ", reference" : "",
                    (MemoryPlanner.state(config, shape) + MemoryPlanner.gradients(config, shape)) / GIB);
        }
        return String.format(
                Locale.ROOT,
                "it fits with %s (%.1f GiB)",
                String.join(" and ", remedy.settings()),
                MemoryPlanner.plan(config, remedy.shape()).total() / GIB);
    }
}
