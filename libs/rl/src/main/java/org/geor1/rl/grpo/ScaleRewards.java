package org.geor1.rl.grpo;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What advantages are divided by. */
public enum ScaleRewards {
    /** The standard deviation of the completion's group. */
    GROUP,
    /** The standard deviation of all rewards of the step. */
    BATCH,
    /** Nothing. */
    NONE;

    /** States saved before there was a choice hold a flag. */
    @JsonCreator
    static ScaleRewards read(Object stored) {
        if (stored instanceof Boolean scaled) {
            return scaled ? GROUP : NONE;
        }
        return valueOf(stored.toString());
    }
}
