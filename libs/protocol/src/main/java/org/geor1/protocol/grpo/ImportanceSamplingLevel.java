package org.geor1.protocol.grpo;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether each token has its own probability ratio, or its completion's. */
public enum ImportanceSamplingLevel {
    @JsonProperty("token")
    TOKEN,
    @JsonProperty("sequence")
    SEQUENCE
}
