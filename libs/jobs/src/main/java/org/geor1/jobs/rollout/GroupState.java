package org.geor1.jobs.rollout;

import java.util.Locale;

/**
 * A group's life: open → generated (all completions stored, reward job queued) → scored → consumed by its step. A group
 * one of whose jobs died, or whose policy was too old when its turn came, is dropped: its step goes on without it. A
 * group that taught nothing may be replaced by one of another question.
 */
public enum GroupState {
    OPEN,
    GENERATED,
    SCORED,
    CONSUMED,
    DROPPED,
    REPLACED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static GroupState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
