package org.geor1.rl.grpo;

import java.util.Objects;
import org.geor1.protocol.grpo.SamplerCorrectionMode;
import org.jspecify.annotations.Nullable;

/**
 * Importance correction for the sampler's log-probabilities differing from the trainer's: a token's loss is weighted by
 * trainer over sampler (TRL's {@code vllm_importance_sampling_mode}).
 *
 * @param mode for groups that the current policy sampled
 * @param stale for groups that an older policy sampled
 * @param clipMin weights below it are moved to it, or dropped; null for no bound
 * @param clipMax weights above it are moved to it, or dropped; null for no bound
 */
public record SamplerCorrection(
        SamplerCorrectionMode mode,
        SamplerCorrectionMode stale,
        @Nullable Double clipMin,
        @Nullable Double clipMax) {

    /** No weights. */
    public static final SamplerCorrection NONE = new SamplerCorrection(SamplerCorrectionMode.NONE, null, null);

    public SamplerCorrection {
        // Absent from states saved by earlier versions.
        stale = Objects.requireNonNullElse(stale, mode);
    }

    /** The same for all groups. */
    public SamplerCorrection(SamplerCorrectionMode mode, @Nullable Double clipMin, @Nullable Double clipMax) {
        this(mode, mode, clipMin, clipMax);
    }
}
