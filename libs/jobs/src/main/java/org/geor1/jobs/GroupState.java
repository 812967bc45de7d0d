package org.geor1.jobs;

import java.util.Locale;

/**
 * A group's life: open → generated (all completions stored, reward job queued) → scored → consumed by its step. A group
 * one of whose jobs died is dropped: its step goes on without it.
 */
public enum GroupState {
    OPEN,
    GENERATED,
    SCORED,
    CONSUMED,
    DROPPED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static GroupState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
