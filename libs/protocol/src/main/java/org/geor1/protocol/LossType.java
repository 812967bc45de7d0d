package org.geor1.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How GRPO's token losses become one, under TRL's names. */
public enum LossType {
    @JsonProperty("grpo")
    GRPO,
    @JsonProperty("bnpo")
    BNPO,
    @JsonProperty("dr_grpo")
    DR_GRPO,
    @JsonProperty("dapo")
    DAPO,
    @JsonProperty("cispo")
    CISPO
}
