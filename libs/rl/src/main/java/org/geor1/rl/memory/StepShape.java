package org.geor1.rl.memory;

import org.geor1.rl.trained.Trainable;

/**
 * The work of one training step, under the names of its run's settings.
 *
 * @param promptTokens of the longest prompt, image tokens among them
 * @param imageTokens those of them that stand for images
 * @param completionTokens of every completion: the length limit
 * @param groupSize completions of a prompt; 1 for SFT
 * @param promptsPerStep prompts of a step
 * @param promptsPerPass of them those that go through the model together
 * @param trainable which weights are trained
 * @param gradientCheckpointing whether layers run again in the backward pass
 * @param reference whether a reference policy is kept (beta is positive)
 * @param memory how weights and states are held
 * @param onGpu whether it runs on one, which takes larger pieces at a time
 */
public record StepShape(
        int promptTokens,
        int imageTokens,
        int completionTokens,
        int groupSize,
        int promptsPerStep,
        int promptsPerPass,
        Trainable trainable,
        boolean gradientCheckpointing,
        boolean reference,
        MemoryOptions memory,
        boolean onGpu) {

    /** Prompts in the largest pass. */
    public long prompts() {
        return Math.min(promptsPerStep, promptsPerPass);
    }

    public StepShape withGradientCheckpointing() {
        return new StepShape(
                promptTokens,
                imageTokens,
                completionTokens,
                groupSize,
                promptsPerStep,
                promptsPerPass,
                trainable,
                true,
                reference,
                memory,
                onGpu);
    }

    public StepShape withFrozenVision() {
        return new StepShape(
                promptTokens,
                imageTokens,
                completionTokens,
                groupSize,
                promptsPerStep,
                promptsPerPass,
                trainable.withFrozenVision(),
                gradientCheckpointing,
                reference,
                memory,
                onGpu);
    }

    public StepShape withPromptsPerStep(int prompts) {
        return new StepShape(
                promptTokens,
                imageTokens,
                completionTokens,
                groupSize,
                prompts,
                promptsPerPass,
                trainable,
                gradientCheckpointing,
                reference,
                memory,
                onGpu);
    }

    public StepShape withGroupSize(int size) {
        return new StepShape(
                promptTokens,
                imageTokens,
                completionTokens,
                size,
                promptsPerStep,
                promptsPerPass,
                trainable,
                gradientCheckpointing,
                reference,
                memory,
                onGpu);
    }

    public StepShape withCompletionTokens(int tokens) {
        return new StepShape(
                promptTokens,
                imageTokens,
                tokens,
                groupSize,
                promptsPerStep,
                promptsPerPass,
                trainable,
                gradientCheckpointing,
                reference,
                memory,
                onGpu);
    }

    public StepShape withoutReference() {
        return new StepShape(
                promptTokens,
                imageTokens,
                completionTokens,
                groupSize,
                promptsPerStep,
                promptsPerPass,
                trainable,
                gradientCheckpointing,
                false,
                memory,
                onGpu);
    }

    public StepShape with(MemoryOptions options) {
        return new StepShape(
                promptTokens,
                imageTokens,
                completionTokens,
                groupSize,
                promptsPerStep,
                promptsPerPass,
                trainable,
                gradientCheckpointing,
                reference,
                options,
                onGpu);
    }
}
