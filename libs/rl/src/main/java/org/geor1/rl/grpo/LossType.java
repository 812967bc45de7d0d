package org.geor1.rl.grpo;

/**
 * How token losses become the step's loss, under TRL's names. A step is one batch, however many passes it takes, so what
 * TRL counts over a process's batch or over all of them is here counted over the step.
 */
public enum LossType {
    /** Mean over completions of the mean over tokens. */
    GRPO,
    /** Mean over all tokens. */
    BNPO,
    /** Sum over tokens, divided by completions × length limit: no completion is favoured for its length. */
    DR_GRPO,
    /** Mean over all tokens of the step. */
    DAPO,
    /** As {@link #DAPO}, of log-probabilities weighted by the ratio, which is held and bounded by epsilon_high. */
    CISPO
}
