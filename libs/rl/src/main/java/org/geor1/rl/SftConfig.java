package org.geor1.rl;

import java.util.Objects;
import org.geor1.rl.memory.MemoryOptions;

/**
 * SFT hyper-parameters.
 *
 * @param learningRate AdamW learning rate
 * @param weightDecay decoupled weight decay
 * @param maxGradNorm gradient clipping threshold
 * @param warmupSteps linear warm-up, in optimizer steps
 * @param maxSteps length of the run; the rate decays to a tenth by cosine
 * @param freezeVision leave the vision tower as it is
 * @param gradientCheckpointing run layers again in the backward pass instead of keeping what they computed
 * @param maxSkippedSteps updates in a row without a finite loss and gradient that end training
 * @param memory how weights and states are held
 * @param seed of stochastic rounding
 */
public record SftConfig(
        double learningRate,
        double weightDecay,
        double maxGradNorm,
        int warmupSteps,
        int maxSteps,
        boolean freezeVision,
        boolean gradientCheckpointing,
        int maxSkippedSteps,
        MemoryOptions memory,
        long seed) {

    public SftConfig {
        // Absent from states saved before there was a choice.
        maxSkippedSteps = maxSkippedSteps == 0 ? PolicyUpdater.MAX_SKIPPED_IN_A_ROW : maxSkippedSteps;
        memory = Objects.requireNonNullElse(memory, MemoryOptions.STANDARD);
    }

    /** With weights and states in fp32, on the device. */
    public SftConfig(
            double learningRate,
            double weightDecay,
            double maxGradNorm,
            int warmupSteps,
            int maxSteps,
            boolean freezeVision,
            boolean gradientCheckpointing) {
        this(
                learningRate,
                weightDecay,
                maxGradNorm,
                warmupSteps,
                maxSteps,
                freezeVision,
                gradientCheckpointing,
                PolicyUpdater.MAX_SKIPPED_IN_A_ROW,
                MemoryOptions.STANDARD,
                0);
    }

    /** The same run with weights and states held in another way. */
    public SftConfig with(MemoryOptions memory, long seed) {
        return new SftConfig(
                learningRate,
                weightDecay,
                maxGradNorm,
                warmupSteps,
                maxSteps,
                freezeVision,
                gradientCheckpointing,
                maxSkippedSteps,
                memory,
                seed);
    }
}
