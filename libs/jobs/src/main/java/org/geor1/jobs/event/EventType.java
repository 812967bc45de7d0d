package org.geor1.jobs.event;

import java.util.Locale;

/** Names of server-sent events. */
public enum EventType {
    METRIC,
    ROLLOUT,
    ALERT,
    STATE,
    CHECKPOINT,
    LOG;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static EventType of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
