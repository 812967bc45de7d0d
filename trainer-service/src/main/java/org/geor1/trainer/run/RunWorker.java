package org.geor1.trainer.run;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.geor1.jobs.common.Traces;
import org.geor1.jobs.common.WorkerName;
import org.geor1.jobs.common.WorkerThread;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.jobs.outage.FreeSpace;
import org.geor1.jobs.outage.Outage;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.geor1.protocol.run.RunKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.transaction.TransactionException;

/**
 * One thread that adopts a run, drives it to its end or to an interruption, and adopts the next. Stopping waits for the
 * running update and never interrupts it: the thread may be inside native code. While the disk is full, runs are paused
 * and later go on by themselves.
 */
public final class RunWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RunWorker.class);

    private final RunStore runs;
    private final Map<RunKind, RunLoop> loops;
    private final String name;
    private final Duration lease;
    private final Duration idle;
    private final FreeSpace space;
    private final Traces traces;

    private final Outage database = new Outage(log);
    private final Outage disk = new Outage(log);
    /** Whether there may be suspended runs to resume; at the start, those of an earlier process. */
    private boolean suspended = true;

    private final WorkerThread thread = new WorkerThread("trainer", this::work, () -> {});

    /**
     * A worker that has not started yet.
     *
     * @param loops what drives a run of each kind
     * @param name what this worker's name in the run table begins with
     * @param lease how long it may stay silent before another trainer takes its run
     * @param idle pause between two looks for a run
     */
    public RunWorker(
            RunStore runs,
            Map<RunKind, RunLoop> loops,
            String name,
            Duration lease,
            Duration idle,
            FreeSpace space,
            Traces traces) {
        this.runs = runs;
        this.loops = Map.copyOf(loops);
        this.name = WorkerName.unique(name);
        this.lease = lease;
        this.idle = idle;
        this.space = space;
        this.traces = traces;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public boolean isRunning() {
        return thread.isRunning();
    }

    private void work(CountDownLatch stop) {
        try {
            while (!stop.await(idle.toMillis(), TimeUnit.MILLISECONDS)) {
                boolean worked = true;
                while (worked && stop.getCount() > 0) {
                    worked = driveOne(stop);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean driveOne(CountDownLatch stop) {
        Optional<OwnedRun> adopted;
        try {
            adopted = hasRoom() ? runs.adopt(name, lease) : Optional.empty();
            database.over("The trainer reaches the database again");
        } catch (RuntimeException e) {
            database.failed("The trainer cannot reach the database; it tries again", e);
            return false;
        }
        adopted.ifPresent(owned -> traces.resume(
                owned.traceparent(), "run", () -> drive(new DrivenRun(owned.run(), owned.lease(), runs, space, stop))));
        return adopted.isPresent();
    }

    /** Looks at the disk, pauses what waits while it is full, and lets it go on afterwards. */
    private boolean hasRoom() {
        String shortage = space.shortage();
        if (shortage != null) {
            disk.failed(shortage + ". Runs are paused until there is space");
            suspended |= !runs.suspendWaiting(shortage).isEmpty();
            return false;
        }
        disk.over("There is space again for artifacts");
        if (suspended) {
            runs.resumeSuspended().forEach(id -> log.info("Run {} goes on", id));
            suspended = false;
        }
        return true;
    }

    private void drive(DrivenRun run) {
        log.info("Driving {} run {} from step {}", run.kind().wire(), run.id(), run.committedStep());
        ScheduledExecutorService heartbeat = heartbeat(run);
        try {
            String result = loop(run).drive(run);
            CrashPoint.LAST_STEP_DONE.reach();
            runs.finish(run.lease(), RunState.SUCCEEDED, null, result);
        } catch (Interruption e) {
            interrupted(run, e);
        } catch (LostLeaseException e) {
            log.warn("Run {} is driven by someone else now; nothing of ours is lost with it", run.id());
        } catch (DataIntegrityViolationException | InvalidDataAccessResourceUsageException e) {
            // The database answered and refused; it would refuse again.
            fail(run, e);
        } catch (DataAccessException | TransactionException e) {
            database.failed("Run " + run.id() + " lost its database; it resumes from its last committed step", e);
        } catch (Exception | OutOfMemoryError | LinkageError e) {
            if (DiskFull.ofFiles(e)) {
                disk.failed("Run " + run.id() + " found no space. Runs are paused until there is space", e);
                space.exhausted();
                String shortage = space.shortage();
                suspend(run, shortage == null ? DiskFull.describe(e) : shortage);
            } else {
                fail(run, e);
            }
        } finally {
            heartbeat.shutdownNow();
        }
    }

    private RunLoop loop(DrivenRun run) {
        return Objects.requireNonNull(loops.get(run.kind()), "no loop for this kind of run");
    }

    private void interrupted(DrivenRun run, Interruption interruption) {
        log.info("Run {} stops: {}", run.id(), interruption.getMessage());
        switch (interruption.reason()) {
            case PAUSE -> runs.finish(run.lease(), RunState.PAUSED, null, null);
            case CANCEL -> runs.finish(run.lease(), RunState.CANCELLED, null, null);
            case SHUTDOWN -> runs.release(run.lease());
            case DISK_FULL -> {
                String shortage = String.valueOf(interruption.getMessage());
                disk.failed(shortage + ". Runs are paused until there is space");
                suspend(run, shortage);
            }
        }
    }

    private void suspend(DrivenRun run, String reason) {
        try {
            runs.suspend(run.lease(), reason);
            suspended = true;
        } catch (RuntimeException e) {
            database.failed("Run " + run.id() + " could not be marked as paused; it will be adopted again", e);
        }
    }

    private void fail(DrivenRun run, Throwable cause) {
        log.error("Run {} failed; its checkpoints stay and another run can start from them", run.id(), cause);
        try {
            runs.finish(run.lease(), RunState.FAILED, DiskFull.describe(cause), null);
        } catch (RuntimeException e) {
            log.error("Run {} could not be marked as failed; it will be adopted again", run.id(), e);
        }
    }

    private ScheduledExecutorService heartbeat(DrivenRun run) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread beat = new Thread(task, "trainer-heartbeat");
            beat.setDaemon(true);
            return beat;
        });
        Outage beats = new Outage(log);
        long every = Math.max(1, lease.toMillis() / 3);
        executor.scheduleAtFixedRate(
                () -> {
                    try {
                        runs.heartbeat(run.lease(), lease);
                        beats.over("Heartbeats of run " + run.id() + " arrive again");
                    } catch (LostLeaseException e) {
                        run.markLost();
                    } catch (RuntimeException e) {
                        beats.failed("A heartbeat failed; the next one may still keep the run", e);
                    }
                },
                every,
                every,
                TimeUnit.MILLISECONDS);
        return executor;
    }
}
