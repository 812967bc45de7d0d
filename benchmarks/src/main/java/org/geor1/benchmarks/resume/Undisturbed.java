package org.geor1.benchmarks.resume;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.local.client.RunView;
import org.geor1.local.home.Home;

/**
 * A run without kills, which all others must equal.
 *
 * @param record its results
 * @param boot how long the platform took to start on a new home
 * @param work how long the run took
 * @param reached how often it passed each point
 */
record Undisturbed(RunRecord record, Duration boot, Duration work, Map<CrashPoint, Integer> reached) {

    private static final Duration LOOK = Duration.ofMillis(50);

    static Undisturbed run(ShortRun kind, Path archive) throws IOException, InterruptedException, SQLException {
        Home home = Homes.create();
        long start = System.nanoTime();
        PlatformProcess process = PlatformProcess.start(home, null, 0, archive);
        try {
            process.awaitUp();
            long up = System.nanoTime();
            String run = process.client().createRun(kind.specification()).id();
            RunView view = process.client().run(run);
            while (!view.isFinished()) {
                process.listen(LOOK);
                view = process.client().run(run);
            }
            long end = System.nanoTime();
            process.listen(LOOK);
            if (!view.hasSucceeded()) {
                throw new IllegalStateException("the undisturbed run " + view.state() + ": " + view.error());
            }
            RunRecord record = RunRecord.read(home, run, kind);
            if (!record.faults().isEmpty()) {
                throw new IllegalStateException("the undisturbed run: " + record.faults());
            }
            return new Undisturbed(record, Duration.ofNanos(up - start), Duration.ofNanos(end - up), process.reached());
        } finally {
            process.stop();
            Homes.delete(home);
        }
    }

    /** How often a run may still pass the point after {@code step} steps. */
    double expected(CrashPoint point, long step) {
        return reached.getOrDefault(point, 1) * (1 - (double) step / ShortRun.STEPS);
    }

    /** Longest time that the rest of a run takes, including loading its model. */
    Duration workAfter(long step) {
        return Duration.ofMillis((long) (work.toMillis() * Math.max(0.3, 1 - (double) step / ShortRun.STEPS)));
    }

    /** Points that the run should have passed but did not; only a killed run redoes steps. */
    Set<CrashPoint> missing(ShortRun kind) {
        Set<CrashPoint> missing = EnumSet.copyOf(kind.points());
        missing.removeAll(reached.keySet());
        missing.remove(CrashPoint.REDONE);
        return missing;
    }
}
