package org.geor1.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose standard deviation advantages are divided by. */
public enum ScaleRewards {
    @JsonProperty("group")
    GROUP,
    @JsonProperty("batch")
    BATCH,
    @JsonProperty("none")
    NONE
}
