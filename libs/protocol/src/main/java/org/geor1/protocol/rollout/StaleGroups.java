package org.geor1.protocol.rollout;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a GRPO run does with groups that an older policy drew than the one they update. */
public enum StaleGroups {
    /** Weighs them by trainer over sampler, however old; by token and truncated unless the run names another correction. */
    @JsonProperty("correct")
    CORRECT,
    /** Leaves out those older than {@code max_staleness}; younger ones are weighed only if the run names a correction. */
    @JsonProperty("drop")
    DROP
}
