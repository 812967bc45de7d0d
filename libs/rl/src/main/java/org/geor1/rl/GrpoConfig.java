package org.geor1.rl;

import java.util.Objects;

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
        GrpoObjective objective) {

    /** Groups that go through the model together. One fills a processor, and what it computes stays in its cache. */
    public static final int GROUPS_PER_PASS = 1;

    public GrpoConfig {
        // Absent from states saved before there was a choice.
        objective = Objects.requireNonNullElse(objective, GrpoObjective.STANDARD);
    }

    /** Upper clip range of the ratio. */
    double epsilonHigh() {
        Double high = objective.epsilonHigh();
        return high == null ? epsilon : high;
    }
}
