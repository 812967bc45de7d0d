package org.geor1.rl;

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
 */
public record SftConfig(
        double learningRate,
        double weightDecay,
        double maxGradNorm,
        int warmupSteps,
        int maxSteps,
        boolean freezeVision,
        boolean gradientCheckpointing,
        int maxSkippedSteps) {

    public SftConfig {
        // Absent from states saved before there was a choice.
        maxSkippedSteps = maxSkippedSteps == 0 ? PolicyUpdater.MAX_SKIPPED_IN_A_ROW : maxSkippedSteps;
    }

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
                PolicyUpdater.MAX_SKIPPED_IN_A_ROW);
    }
}
