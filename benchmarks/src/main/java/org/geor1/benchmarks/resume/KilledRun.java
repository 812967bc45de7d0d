package org.geor1.benchmarks.resume;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.local.client.RunView;
import org.geor1.local.home.Home;
import org.jspecify.annotations.Nullable;

/** One run on a new home, killed and restarted as often as planned, then left to finish. */
final class KilledRun {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ShortRun kind;
    private final Undisturbed undisturbed;
    private final KillPlan plan;
    private final Consumer<String> log;
    private final Path archive;
    private final Home home;
    private final List<Kill> done = new ArrayList<>();
    private @Nullable PlatformProcess survivor;
    private String run = "";
    private long step;

    private KilledRun(ShortRun kind, Undisturbed undisturbed, KillPlan plan, Path archive, Consumer<String> log)
            throws IOException {
        this.kind = kind;
        this.undisturbed = undisturbed;
        this.plan = plan;
        this.archive = archive;
        this.log = log;
        this.home = Homes.create();
    }

    /**
     * @param number of kills
     * @param differences from the undisturbed run
     */
    record Result(List<Kill> kills, List<String> differences) {}

    /** @param most kills before the run is left alone */
    static Result run(
            ShortRun kind, Undisturbed undisturbed, KillPlan plan, int most, Path archive, Consumer<String> log)
            throws IOException, InterruptedException, SQLException {
        KilledRun killed = new KilledRun(kind, undisturbed, plan, archive, log);
        while (killed.done.size() < most && !plan.of(kind).isEmpty()) {
            Kill kill = plan.of(kind).removeFirst();
            if (!killed.live(killed.run.isEmpty() ? kill.withoutBoot() : kill)) {
                plan.putBack(kind, kill);
                break;
            }
        }
        return new Result(killed.done, killed.finish());
    }

    /** Starts the platform and kills it, or leaves it when the run was over first. */
    private boolean live(Kill kill) throws IOException, InterruptedException {
        CrashPoint point = kill.point();
        int time = point == null ? 0 : kill.time(undisturbed.expected(point, step));
        PlatformProcess process = PlatformProcess.start(home, point, time, archive);
        boolean killed = false;
        try {
            if (kill.booting()) {
                Thread.sleep((long) (kill.moment() * undisturbed.boot().toMillis()));
            } else {
                process.awaitUp();
                if (run.isEmpty()) {
                    run = process.client().createRun(kind.specification()).id();
                }
                boolean inTime = point == null ? awaitMoment(process, kill) : awaitPoint(process, point, time);
                if (!inTime) {
                    survivor = process;
                    return false;
                }
            }
            killed = true;
            process.kill(kill.database());
            done.add(kill);
            log.accept(kind.wire() + ", step " + step + ": killed " + kill);
            return true;
        } finally {
            if (!killed && survivor == null) {
                process.stop();
            }
        }
    }

    private boolean awaitPoint(PlatformProcess process, CrashPoint point, int time) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.reached().getOrDefault(point, 0) < time) {
            if (isOver(process)) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the run neither finishes nor comes to " + point);
            }
            process.listen(LOOK);
        }
        return true;
    }

    private boolean awaitMoment(PlatformProcess process, Kill kill) throws InterruptedException {
        long moment = System.nanoTime()
                + (long) (kill.moment() * undisturbed.workAfter(step).toNanos());
        while (!isOver(process)) {
            long left = moment - System.nanoTime();
            if (left <= 0) {
                return true;
            }
            Thread.sleep(Math.min(LOOK.toMillis(), left / 1_000_000));
        }
        return false;
    }

    private boolean isOver(PlatformProcess process) {
        RunView view = process.client().run(run);
        step = view.step();
        return view.isFinished();
    }

    private List<String> finish() throws IOException, InterruptedException, SQLException {
        @Nullable PlatformProcess left = survivor;
        PlatformProcess process = left == null ? PlatformProcess.start(home, null, 0, archive) : left;
        try {
            process.awaitUp();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            RunView view = process.client().run(run);
            while (!view.isFinished()) {
                if (System.nanoTime() > deadline) {
                    return List.of("the run does not finish");
                }
                process.listen(LOOK);
                view = process.client().run(run);
            }
            return view.hasSucceeded()
                    ? RunRecord.read(home, run, kind).differences(undisturbed.record())
                    : List.of("the run " + view.state() + ": " + view.error());
        } finally {
            process.stop();
            Homes.delete(home);
        }
    }
}
