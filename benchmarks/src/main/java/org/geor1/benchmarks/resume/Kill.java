package org.geor1.benchmarks.resume;

import java.util.Locale;
import org.geor1.jobs.outage.CrashPoint;
import org.jspecify.annotations.Nullable;

/**
 * When to kill, and what.
 *
 * @param point the moment in the code, or null for a moment in time
 * @param moment from 0 to 1: the fraction of the remaining work
 * @param booting whether to kill during the platform's start instead
 * @param database whether PostgreSQL dies with the platform, as when a machine or its container does
 * @param missed how often the run ended before this kill
 */
record Kill(@Nullable CrashPoint point, double moment, boolean booting, boolean database, int missed) {

    /** The same kill, earlier. */
    Kill again() {
        return new Kill(point, moment / 2, booting, database, missed + 1);
    }

    /** For the first start, when there is no run yet. */
    Kill withoutBoot() {
        return new Kill(point, moment, false, database, missed);
    }

    /** Which pass through the point to kill at, of this many. */
    int time(double expected) {
        return 1 + (int) (moment * Math.max(0, expected - 0.5));
    }

    String where() {
        return point != null ? "at " + point.name() : booting ? "while it starts" : "at a random moment";
    }

    @Override
    public String toString() {
        String time = point != null ? "" : String.format(Locale.ROOT, " (%.3f)", moment);
        return where() + time + (database ? ", PostgreSQL with it" : "");
    }
}
