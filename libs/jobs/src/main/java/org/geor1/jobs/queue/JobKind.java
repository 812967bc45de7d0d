package org.geor1.jobs.queue;

import java.util.Locale;

/** What a worker has to do for a job. */
public enum JobKind {
    ROLLOUT,
    REWARD;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Signalled whenever jobs of this kind are queued. */
    String channel() {
        return "geor1_jobs_" + wire();
    }

    public static JobKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
