package org.geor1.rl.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a run's settings that save memory, from the cheapest on: recomputing costs time, fewer prompts or
 * completions cost samples, the others change what is learned.
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
     */
    public static @Nullable Remedy find(StepShape shape, Predicate<StepShape> fits) {
        for (Change change : changes(shape)) {
            StepShape changed = change.on().apply(shape);
            if (fits.test(changed)) {
                return new Remedy(List.of(change.setting()), changed);
            }
        }
        List<String> settings = new ArrayList<>();
        StepShape changed = shape;
        for (String name : List.of("gradient", "prompts", "freeze", "beta", "max", "group")) {
            // The strongest of each kind.
            for (Change change : changes(changed).stream()
                    .filter(c -> c.setting().startsWith(name))
                    .toList()) {
                StepShape next = change.on().apply(changed);
                settings.removeIf(setting -> setting.startsWith(name));
                settings.add(change.setting());
                if (fits.test(next)) {
                    return new Remedy(settings, next);
                }
                changed = next;
            }
        }
        return null;
    }

    private static List<Change> changes(StepShape shape) {
        List<Change> changes = new ArrayList<>();
        if (!shape.gradientCheckpointing()) {
            changes.add(new Change("gradient_checkpointing=true", StepShape::withGradientCheckpointing));
        }
        for (int prompts = Integer.highestOneBit(shape.promptsPerStep() - 1); prompts >= 1; prompts /= 2) {
            int fewer = prompts;
            changes.add(new Change("prompts_per_step=" + fewer, s -> s.withPromptsPerStep(fewer)));
        }
        if (!shape.freezeVision()) {
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

    private record Change(String setting, UnaryOperator<StepShape> on) {}
}
