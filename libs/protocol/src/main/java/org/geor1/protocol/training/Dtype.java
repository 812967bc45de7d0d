package org.geor1.protocol.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The type in which a trainer holds numbers. */
public enum Dtype {
    @JsonProperty("fp32")
    FP32,
    @JsonProperty("bf16")
    BF16
}
