package org.geor1.protocol.grpo;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Importance weights for what sampler and trainer disagree on: by token or by completion, with weights outside the
 * bounds moved to them (truncate) or dropped (mask).
 */
public enum SamplerCorrectionMode {
    @JsonProperty("none")
    NONE,
    @JsonProperty("token_truncate")
    TOKEN_TRUNCATE,
    @JsonProperty("token_mask")
    TOKEN_MASK,
    @JsonProperty("sequence_truncate")
    SEQUENCE_TRUNCATE,
    @JsonProperty("sequence_mask")
    SEQUENCE_MASK;

    /** Whether each token has its own weight. */
    public boolean weighsTokens() {
        return this == TOKEN_TRUNCATE || this == TOKEN_MASK;
    }

    /** Whether all tokens of a completion have its weight. */
    public boolean weighsCompletions() {
        return this == SEQUENCE_TRUNCATE || this == SEQUENCE_MASK;
    }

    /** Whether weights outside the bounds are dropped instead of moved to them. */
    public boolean masks() {
        return this == TOKEN_MASK || this == SEQUENCE_MASK;
    }
}
