package org.geor1.rl.grpo;

import org.geor1.protocol.grpo.ImportanceSamplingLevel;
import org.geor1.protocol.grpo.LossType;
import org.jspecify.annotations.Nullable;

/**
 * Which variant of GRPO is optimized, under TRL's names. GSPO is {@link LossType#GRPO} with {@link
 * ImportanceSamplingLevel#SEQUENCE}.
 *
 * @param lossType how token losses are averaged
 * @param importanceSamplingLevel whether a token has its own probability ratio or its completion's
 * @param epsilonHigh upper clip range of the ratio, or null for the lower one's; for {@link LossType#CISPO} the bound of
 *     the ratio itself
 * @param delta upper bound of the unclipped ratio (two-sided clipping), or null for none
 * @param useBiasCorrectionKl multiply the KL term by the ratio, which makes its gradient that of the reverse KL
 * @param entropyCoef weight of the mean token entropy, which is rewarded
 * @param maskTruncatedCompletions leave completions that reached the length limit out of the loss
 * @param maxCompletionLength the length limit, in tokens
 * @param numIterations updates on the same groups; their ratios are against the policy before the first
 * @param samplerCorrection importance weights between sampler and trainer
 */
public record GrpoObjective(
        LossType lossType,
        ImportanceSamplingLevel importanceSamplingLevel,
        @Nullable Double epsilonHigh,
        @Nullable Double delta,
        boolean useBiasCorrectionKl,
        double entropyCoef,
        boolean maskTruncatedCompletions,
        int maxCompletionLength,
        int numIterations,
        SamplerCorrection samplerCorrection) {

    /** The paper's objective: token ratios and one update per step. */
    public static final GrpoObjective STANDARD = new GrpoObjective(
            LossType.GRPO, ImportanceSamplingLevel.TOKEN, null, null, false, 0, false, 256, 1, SamplerCorrection.NONE);
}
