package org.geor1.protocol.grpo;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How token losses become the step's loss, under TRL's names. A step is one batch, however many passes it takes, so what
 * TRL counts over a process's batch or over all of them is here counted over the step.
 */
public enum LossType {
    /** Mean over completions of the mean over tokens. */
    @JsonProperty("grpo")
    GRPO,
    /** Mean over all tokens. */
    @JsonProperty("bnpo")
    BNPO,
    /** Sum over tokens, divided by completions × length limit: no completion is favoured for its length. */
    @JsonProperty("dr_grpo")
    DR_GRPO,
    /** Mean over all tokens of the step. */
    @JsonProperty("dapo")
    DAPO,
    /** As {@link #DAPO}, of log-probabilities weighted by the ratio, which is held and bounded by epsilon_high. */
    @JsonProperty("cispo")
    CISPO
}
