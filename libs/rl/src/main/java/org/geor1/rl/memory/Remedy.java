package org.geor1.rl.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.geor1.vlm.model.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a run's settings that save memory, from the cheapest on: recomputing and offloading cost time, bf16 costs
 * precision, fewer prompts or completions cost samples, the others change what is learned.
 *
 * @param settings what to set, as a run names it
 * @param shape the step after it
 */
public record Remedy(List<String> settings, StepShape shape) {

    private static final int FEWEST_COMPLETIONS = 4;
    private static final int SHORTEST = 128;

    public Remedy {
        settings = List.copyOf(settings);
    }

    /**
     * The cheapest change after which the step fits, or several together where none does alone; null if nothing that
     * there is helps.
     *
     * @param offloads whether the device's memory is not the machine's
     */
    public static @Nullable Remedy find(StepShape shape, boolean offloads, Predicate<StepShape> fits) {
        List<Change> all = changes(shape, offloads);
        for (Change change : all) {
            if (fits.test(change.on().apply(shape))) {
                return of(shape, List.of(change));
            }
        }
        // The strongest of each kind, kind after kind.
        Map<String, Change> together = new LinkedHashMap<>();
        for (Change change : all) {
            together.put(change.name(), change);
            if (fits.test(of(shape, together.values()).shape())) {
                return of(shape, withoutIdle(shape, new ArrayList<>(together.values()), fits));
            }
        }
        return null;
    }

    /** Leaves out, the dearest first, what the others do without. */
    private static List<Change> withoutIdle(StepShape shape, List<Change> changes, Predicate<StepShape> fits) {
        for (int i = changes.size() - 1; i >= 0; i--) {
            List<Change> rest = new ArrayList<>(changes);
            rest.remove(i);
            if (fits.test(of(shape, rest).shape())) {
                changes = rest;
            }
        }
        return changes;
    }

    private static Remedy of(StepShape shape, Collection<Change> changes) {
        StepShape changed = shape;
        for (Change change : changes) {
            changed = change.on().apply(changed);
        }
        return new Remedy(changes.stream().map(Change::setting).toList(), changed);
    }

    private static List<Change> changes(StepShape shape, boolean offloads) {
        List<Change> changes = new ArrayList<>();
        if (!shape.gradientCheckpointing()) {
            changes.add(new Change("gradient_checkpointing=true", StepShape::withGradientCheckpointing));
        }
        MemoryOptions memory = shape.memory();
        if (offloads && shape.reference() && !memory.offloadReference()) {
            changes.add(option("offload_reference=true", MemoryOptions::withOffloadedReference));
        }
        if (offloads && !memory.offloadOptimizer()) {
            changes.add(option("offload_optimizer=true", MemoryOptions::withOffloadedOptimizer));
        }
        if (memory.optimStates() == Precision.FP32 && !memory.offloadOptimizer()) {
            changes.add(option("optim_states=bf16", options -> options.withOptimStates(Precision.BF16)));
        }
        if (memory.weightsDtype() == Precision.FP32) {
            changes.add(option("weights_dtype=bf16", options -> options.withWeightsDtype(Precision.BF16)));
        }
        for (int prompts = Integer.highestOneBit(shape.promptsPerStep() - 1); prompts >= 1; prompts /= 2) {
            int fewer = prompts;
            changes.add(new Change("prompts_per_step=" + fewer, s -> s.withPromptsPerStep(fewer)));
        }
        if (shape.trainable().lora() == null && !shape.trainable().freezeVision()) {
            changes.add(new Change("freeze_vision=true", StepShape::withFrozenVision));
        }
        if (shape.reference()) {
            changes.add(new Change("beta=0", StepShape::withoutReference));
        }
        for (int tokens = Integer.highestOneBit(Math.max(1, shape.completionTokens() - 1));
                tokens >= SHORTEST;
                tokens /= 2) {
            int shorter = tokens;
            changes.add(new Change("max_completion_length=" + shorter, s -> s.withCompletionTokens(shorter)));
        }
        for (int size = Integer.highestOneBit(Math.max(1, shape.groupSize() - 1));
                size >= FEWEST_COMPLETIONS;
                size /= 2) {
            int smaller = size;
            changes.add(new Change("group_size=" + smaller, s -> s.withGroupSize(smaller)));
        }
        return changes;
    }

    private static Change option(String setting, UnaryOperator<MemoryOptions> on) {
        return new Change(setting, shape -> shape.with(on.apply(shape.memory())));
    }

    private record Change(String setting, UnaryOperator<StepShape> on) {

        String name() {
            return setting.substring(0, setting.indexOf('='));
        }
    }
}
