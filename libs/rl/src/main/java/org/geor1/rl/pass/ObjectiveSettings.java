package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.geor1.protocol.grpo.ImportanceSamplingLevel;
import org.geor1.protocol.grpo.SamplerCorrectionMode;
import org.jspecify.annotations.Nullable;

/**
 * What the GRPO objective makes of its tokens; {@code objective.py} has the formula.
 *
 * @param temperature by which logits are divided
 * @param surrogate what takes the place of the policy gradient's log-probability
 * @param kl the penalty for leaving the reference
 * @param entropyWeight of each token's entropy, which is rewarded
 * @param samplerWeights the correction for completions that another policy sampled
 */
public record ObjectiveSettings(
        float temperature, Surrogate surrogate, Kl kl, float entropyWeight, SamplerWeights samplerWeights) {

    /**
     * How the ratio of the policy to the old one enters.
     *
     * @param level whether a token has its own ratio or its completion's
     * @param form whether the ratio itself is optimized, or only weights log-probabilities
     * @param epsilon how far below 1 a ratio goes before it is clipped
     * @param epsilonHigh how far above 1; for {@link Form#CISPO} the bound of the ratio itself
     * @param delta bound of the unclipped ratio, or null for none
     */
    public record Surrogate(
            ImportanceSamplingLevel level,
            Form form,
            float epsilon,
            float epsilonHigh,
            @Nullable Float delta) {}

    /** The two forms of the surrogate. */
    public enum Form {
        CLIPPED,
        CISPO
    }

    /**
     * The k3 estimate of the divergence from the reference.
     *
     * @param beta its weight
     * @param timesRatio whether it is multiplied by the ratio
     */
    public record Kl(float beta, boolean timesRatio) {

        public static final Kl NONE = new Kl(0, false);
    }

    /**
     * Weights of tokens by the probability of the old policy over that of the sampler.
     *
     * @param min lower bound
     * @param max upper bound
     */
    public record SamplerWeights(SamplerCorrectionMode mode, float min, float max) {

        public static final SamplerWeights NONE =
                new SamplerWeights(SamplerCorrectionMode.NONE, 0, Float.POSITIVE_INFINITY);
    }

    /** In the order of {@code ObjectiveSettings} in {@code objective.py}. */
    NDArray numbers(NDManager scope) {
        Float delta = surrogate.delta();
        return scope.create(new float[] {
            temperature,
            surrogate.epsilon(),
            surrogate.epsilonHigh(),
            kl.beta(),
            delta == null ? 0 : delta,
            entropyWeight,
            samplerWeights.min(),
            samplerWeights.max()
        });
    }

    /** In the order of {@code ObjectiveModes} in {@code objective.py}. */
    NDArray modes(NDManager scope) {
        SamplerCorrectionMode mode = samplerWeights.mode();
        return scope.create(new long[] {
            flag(surrogate.level() == ImportanceSamplingLevel.SEQUENCE),
            flag(surrogate.form() == Form.CISPO),
            flag(mode.weighsTokens()),
            flag(mode.weighsCompletions()),
            flag(mode.masks()),
            flag(kl.timesRatio())
        });
    }

    private static long flag(boolean set) {
        return set ? 1 : 0;
    }
}
