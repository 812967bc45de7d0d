package org.geor1.rl;

import java.util.Objects;
import org.geor1.rl.memory.MemoryOptions;
import org.jspecify.annotations.Nullable;

/**
 * GRPO hyper-parameters under TRL's names (paper section 3.3 for the objective).
 *
 * @param learningRate AdamW learning rate
 * @param beta weight of the k3 KL term against the reference policy; 0 keeps no reference
 * @param epsilon lower clip range of the probability ratio
 * @param temperature sampling temperature, applied to the logits before log-softmax
 * @param scaleRewards what advantages are divided by
 * @param maxGradNorm gradient clipping threshold
 * @param warmupSteps linear warm-up, in optimizer steps
 * @param maxSteps length of the run; the rate decays to a tenth by cosine
 * @param freezeVision leave the vision tower as it is
 * @param gradientCheckpointing run layers again in the backward pass instead of keeping what they computed
 * @param objective the variant of GRPO
 * @param sharedPrefix run a prompt once for all of its completions instead of once for each; true unless it is said
 * @param referenceSync how the reference follows the policy, or null where it stays
 * @param maxSkippedSteps updates in a row without a finite loss and gradient that end training
 * @param memory how weights and states are held
 * @param seed of stochastic rounding
 */
public record GrpoConfig(
        double learningRate,
        double beta,
        double epsilon,
        double temperature,
        ScaleRewards scaleRewards,
        double maxGradNorm,
        int warmupSteps,
        int maxSteps,
        boolean freezeVision,
        boolean gradientCheckpointing,
        GrpoObjective objective,
        Boolean sharedPrefix,
        @Nullable ReferenceSync referenceSync,
        int maxSkippedSteps,
        MemoryOptions memory,
        long seed) {

    /** Groups that go through the model together. One fills a processor, and what it computes stays in its cache. */
    public static final int GROUPS_PER_PASS = 1;

    public GrpoConfig {
        // Absent from states saved before there was a choice.
        objective = Objects.requireNonNullElse(objective, GrpoObjective.STANDARD);
        sharedPrefix = Objects.requireNonNullElse(sharedPrefix, true);
        maxSkippedSteps = maxSkippedSteps == 0 ? PolicyUpdater.MAX_SKIPPED_IN_A_ROW : maxSkippedSteps;
        memory = Objects.requireNonNullElse(memory, MemoryOptions.STANDARD);
    }

    /** With shared prefixes, a reference that stays, and weights and states in fp32 on the device. */
    public GrpoConfig(
            double learningRate,
            double beta,
            double epsilon,
            double temperature,
            ScaleRewards scaleRewards,
            double maxGradNorm,
            int warmupSteps,
            int maxSteps,
            boolean freezeVision,
            boolean gradientCheckpointing,
            GrpoObjective objective) {
        this(
                learningRate,
                beta,
                epsilon,
                temperature,
                scaleRewards,
                maxGradNorm,
                warmupSteps,
                maxSteps,
                freezeVision,
                gradientCheckpointing,
                objective,
                true,
                null,
                PolicyUpdater.MAX_SKIPPED_IN_A_ROW,
                MemoryOptions.STANDARD,
                0);
    }

    /** The same run with weights and states held in another way. */
    public GrpoConfig with(MemoryOptions memory, long seed) {
        return new GrpoConfig(
                learningRate,
                beta,
                epsilon,
                temperature,
                scaleRewards,
                maxGradNorm,
                warmupSteps,
                maxSteps,
                freezeVision,
                gradientCheckpointing,
                objective,
                sharedPrefix,
                referenceSync,
                maxSkippedSteps,
                memory,
                seed);
    }

    /** Upper clip range of the ratio. */
    double epsilonHigh() {
        Double high = objective.epsilonHigh();
        return high == null ? epsilon : high;
    }
}
