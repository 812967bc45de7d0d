package org.geor1.jobs.queue;

import java.util.Locale;

/** What a worker has to do for a job. */
public enum JobKind {
    ROLLOUT,
    REWARD;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static JobKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
