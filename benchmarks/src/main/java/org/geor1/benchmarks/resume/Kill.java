package org.geor1.benchmarks.resume;

import java.util.Locale;
import org.geor1.jobs.outage.CrashPoint;
import org.jspecify.annotations.Nullable;

/**
 * When to kill, and whom.
 *
 * @param point the moment in the code, or null for a moment in time
 * @param moment from 0 to 1: how far into the work that is left
 * @param booting whether it falls into the platform's start instead
 * @param database whether PostgreSQL dies with the platform, as when a machine or its container does
 * @param missed how often a run was over before its time
 */
record Kill(@Nullable CrashPoint point, double moment, boolean booting, boolean database, int missed) {

    /** Comes earlier the next time. */
    Kill again() {
        return new Kill(point, moment / 2, booting, database, missed + 1);
    }

    /** For the first start, before which there is no run. */
    Kill withoutBoot() {
        return new Kill(point, moment, false, database, missed);
    }

    /** Which time that the platform comes to the point is the one, when it may come to it so often. */
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
