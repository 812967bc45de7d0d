package org.geor1.protocol.grpo;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What advantages are divided by. */
public enum ScaleRewards {
    /** The standard deviation of the completion's group. */
    @JsonProperty("group")
    GROUP,
    /** The standard deviation of all rewards of the step. */
    @JsonProperty("batch")
    BATCH,
    /** Nothing. */
    @JsonProperty("none")
    NONE
}
