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

    /** Whose weights a mode asks for, as {@code objective.py} numbers it: 0 none, 1 tokens', 2 completions'. */
    static int level(SamplerCorrectionMode mode) {
        return switch (mode) {
            case NONE -> 0;
            case TOKEN_TRUNCATE, TOKEN_MASK -> 1;
            case SEQUENCE_TRUNCATE, SEQUENCE_MASK -> 2;
        };
    }

    /** What becomes of weights outside the bounds, as {@code objective.py} numbers it: 0 moved to them, 1 dropped. */
    static int outside(SamplerCorrectionMode mode) {
        return switch (mode) {
            case NONE, TOKEN_TRUNCATE, SEQUENCE_TRUNCATE -> 0;
            case TOKEN_MASK, SEQUENCE_MASK -> 1;
        };
    }
}
