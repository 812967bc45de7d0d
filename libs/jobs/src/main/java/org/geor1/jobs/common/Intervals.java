package org.geor1.jobs.common;

import java.time.Duration;

/** Durations as PostgreSQL's {@code make_interval(secs => …)} takes them. */
public final class Intervals {

    private Intervals() {}

    public static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
