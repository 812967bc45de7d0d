package org.geor1.rl;

/**
 * GRPO hyper-parameters under TRL's names (paper section 3.3 for the objective).
 *
 * @param learningRate AdamW learning rate
 * @param beta weight of the k3 KL term against the reference policy; 0 keeps no reference
 * @param epsilon lower and upper clip range of the probability ratio
 * @param temperature sampling temperature, applied to the logits before log-softmax
 * @param scaleRewards divide advantages by the group's standard deviation
 * @param maxGradNorm gradient clipping threshold
 * @param warmupSteps linear warm-up, in optimizer steps
 * @param maxSteps length of the run; the rate decays to a tenth by cosine
 * @param freezeVision leave the vision tower as it is
 */
public record GrpoConfig(
        double learningRate,
        double beta,
        double epsilon,
        double temperature,
        boolean scaleRewards,
        double maxGradNorm,
        int warmupSteps,
        int maxSteps,
        boolean freezeVision) {}
