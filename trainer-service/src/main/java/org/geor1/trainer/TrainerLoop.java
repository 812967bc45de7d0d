package org.geor1.trainer;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.geor1.jobs.common.WorkerName;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.jobs.outage.FreeSpace;
import org.geor1.jobs.outage.Outage;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.transaction.TransactionException;

/**
 * One thread that adopts a run, drives it to its end or to an interruption, and adopts the next. Stopping waits for the
 * running update and never interrupts it: the thread may be inside native code. While the disk is full, runs are paused;
 * they go on by themselves.
 */
final class TrainerLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TrainerLoop.class);

    private final RunStore runs;
    private final RunDrivers drivers;
    private final TrainerProperties properties;
    private final String name;
    private final FreeSpace space;

    private final Outage database = new Outage(log);
    private final Outage disk = new Outage(log);
    /** Whether there may be runs to go on with; at first those that an earlier process has suspended. */
    private boolean suspended = true;

    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    TrainerLoop(RunStore runs, RunDrivers drivers, TrainerProperties properties, FreeSpace space) {
        this.runs = runs;
        this.drivers = drivers;
        this.properties = properties;
        this.name = WorkerName.unique(properties.owner());
        this.space = space;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            CountDownLatch stop = new CountDownLatch(1);
            stopping = stop;
            Thread trainer = new Thread(() -> work(stop), "trainer");
            thread = trainer;
            trainer.start();
        }
    }

    @Override
    public synchronized void stop() {
        stopping.countDown();
        Thread trainer = thread;
        if (trainer == null) {
            return;
        }
        boolean interrupted = false;
        while (trainer.isAlive()) {
            try {
                trainer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        thread = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void work(CountDownLatch stop) {
        try {
            while (!stop.await(properties.idle().toMillis(), TimeUnit.MILLISECONDS)) {
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
            adopted = hasRoom() ? runs.adopt(name, properties.lease()) : Optional.empty();
            database.over("The trainer reaches the database again");
        } catch (RuntimeException e) {
            database.failed("The trainer cannot reach the database; it tries again", e);
            return false;
        }
        adopted.ifPresent(owned -> drive(new RunContext(owned.run(), owned.lease(), runs, space, stop)));
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

    private void drive(RunContext context) {
        log.info(
                "Driving {} run {} from step {}",
                context.run().kind().wire(),
                context.id(),
                context.run().currentStep());
        ScheduledExecutorService heartbeat = heartbeat(context);
        try {
            String result = drivers.of(context.run().kind()).drive(context);
            CrashPoint.LAST_STEP_DONE.reach();
            runs.finish(context.lease(), RunState.SUCCEEDED, null, result);
        } catch (RunContext.Interruption e) {
            interrupted(context, e);
        } catch (LostLeaseException e) {
            log.warn("Run {} is driven by someone else now; nothing of ours is lost with it", context.id());
        } catch (DataIntegrityViolationException | InvalidDataAccessResourceUsageException e) {
            // The database answered and refused; it would refuse again.
            fail(context, e);
        } catch (DataAccessException | TransactionException e) {
            database.failed("Run " + context.id() + " lost its database; it resumes from its last committed step", e);
        } catch (Exception | OutOfMemoryError | LinkageError e) {
            if (DiskFull.ofFiles(e)) {
                disk.failed("Run " + context.id() + " found no space. Runs are paused until there is space", e);
                space.exhausted();
                String shortage = space.shortage();
                suspend(context, shortage == null ? DiskFull.describe(e) : shortage);
            } else {
                fail(context, e);
            }
        } finally {
            heartbeat.shutdownNow();
        }
    }

    private void interrupted(RunContext context, RunContext.Interruption interruption) {
        log.info("Run {} stops: {}", context.id(), interruption.getMessage());
        switch (interruption.reason()) {
            case PAUSE -> runs.finish(context.lease(), RunState.PAUSED, null, null);
            case CANCEL -> runs.finish(context.lease(), RunState.CANCELLED, null, null);
            case SHUTDOWN -> runs.release(context.lease());
            case DISK_FULL -> {
                String shortage = String.valueOf(interruption.getMessage());
                disk.failed(shortage + ". Runs are paused until there is space");
                suspend(context, shortage);
            }
        }
    }

    private void suspend(RunContext context, String reason) {
        try {
            runs.suspend(context.lease(), reason);
            suspended = true;
        } catch (RuntimeException e) {
            database.failed("Run " + context.id() + " could not be marked as paused; it will be adopted again", e);
        }
    }

    private void fail(RunContext context, Throwable cause) {
        log.error("Run {} failed; its checkpoints stay and another run can start from them", context.id(), cause);
        try {
            runs.finish(context.lease(), RunState.FAILED, DiskFull.describe(cause), null);
        } catch (RuntimeException e) {
            log.error("Run {} could not be marked as failed; it will be adopted again", context.id(), e);
        }
    }

    private ScheduledExecutorService heartbeat(RunContext context) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread beat = new Thread(task, "trainer-heartbeat");
            beat.setDaemon(true);
            return beat;
        });
        Outage beats = new Outage(log);
        long every = Math.max(1, properties.lease().toMillis() / 3);
        executor.scheduleAtFixedRate(
                () -> {
                    try {
                        runs.heartbeat(context.lease(), properties.lease());
                        beats.over("Heartbeats of run " + context.id() + " arrive again");
                    } catch (LostLeaseException e) {
                        context.markLost();
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
