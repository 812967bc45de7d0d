package org.geor1.jobs.queue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.geor1.jobs.common.WorkerName;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.jobs.outage.Outage;
import org.geor1.jobs.signal.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Claims jobs of one kind in batches and hands them to a handler, on one thread. It wakes as jobs are queued, and looks
 * for them from time to time unasked. Leases are extended while the handler works. Stopping waits for the running batch and never interrupts it: the handler may be inside native code.
 */
public final class JobWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

    private final JobKind kind;
    private final String name;
    private final int batch;
    private final JobStore jobs;
    private final JobsProperties properties;
    private final Handler handler;
    private final Channel arrivals;

    private final Outage queue = new Outage(log);
    private final Outage disk = new Outage(log);
    /** How often in a row there was no space for the work. */
    private int withoutSpace;

    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    /** @param name what its name in the job table begins with */
    public JobWorker(JobKind kind, String name, int batch, JobStore jobs, JobsProperties properties, Handler handler) {
        this.kind = kind;
        this.name = WorkerName.unique(name);
        this.batch = batch;
        this.jobs = jobs;
        this.properties = properties;
        this.handler = handler;
        this.arrivals = jobs.arrivals(kind);
    }

    /**
     * Does a batch and stores its results. When it throws, it is called again for each job alone, so work of the batch
     * that was stored already must be harmless to repeat.
     */
    @FunctionalInterface
    public interface Handler {
        void handle(List<Job> batch) throws Exception;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            stopping = new CountDownLatch(1);
            Thread worker = new Thread(this::work, kind.wire() + "-worker");
            thread = worker;
            worker.start();
        }
    }

    @Override
    public synchronized void stop() {
        stopping.countDown();
        arrivals.wake();
        Thread worker = thread;
        if (worker == null) {
            return;
        }
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                // Ending the JVM while the worker is in native code would crash it, so the wait goes on.
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

    private void work() {
        ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread beat = new Thread(task, kind.wire() + "-heartbeat");
            beat.setDaemon(true);
            return beat;
        });
        Duration pause = properties.pollMin();
        try {
            while (stopping.getCount() > 0) {
                long heard = arrivals.heard();
                boolean worked = round(heartbeats);
                if (withoutSpace > 0) {
                    // More jobs are no reason to look again.
                    stopping.await(properties.backoff(withoutSpace).toMillis(), TimeUnit.MILLISECONDS);
                } else {
                    pause = worked ? properties.pollMin() : longer(pause);
                    arrivals.await(heard, pause);
                }
            }
        } catch (InterruptedException e) {
            // Nobody but the end of the JVM interrupts this thread; there is nothing to finish.
            Thread.currentThread().interrupt();
        } finally {
            heartbeats.shutdownNow();
        }
    }

    private boolean round(ScheduledExecutorService heartbeats) {
        try {
            List<Job> claimed = jobs.claim(Set.of(kind), name, batch, properties.lease());
            queue.over("The " + kind.wire() + " worker reaches its queue again");
            if (claimed.isEmpty()) {
                return false;
            }
            handle(claimed, heartbeats);
            return true;
        } catch (RuntimeException e) {
            queue.failed("The " + kind.wire() + " worker cannot reach its queue; it tries again", e);
            return false;
        }
    }

    private void handle(List<Job> claimed, ScheduledExecutorService heartbeats) {
        List<JobLease> leases = claimed.stream().map(Job::requireLease).toList();
        long every = Math.max(1, properties.lease().toMillis() / 3);
        var beat = heartbeats.scheduleAtFixedRate(() -> extend(leases), every, every, TimeUnit.MILLISECONDS);
        try {
            handler.handle(claimed);
            hasSpace();
        } catch (Exception | OutOfMemoryError e) {
            if (DiskFull.ofFiles(e)) {
                withoutSpace(leases, e);
            } else if (claimed.size() == 1) {
                fail(claimed.get(0), e);
            } else {
                log.warn("A batch of {} {} jobs failed; each is now tried alone", claimed.size(), kind.wire(), e);
                claimed.forEach(this::handleAlone);
            }
        } finally {
            beat.cancel(false);
        }
    }

    /** A poison job must not take its batch with it. */
    private void handleAlone(Job job) {
        if (stopping.getCount() == 0) {
            jobs.release(List.of(job.requireLease()));
            return;
        }
        try {
            handler.handle(List.of(job));
            hasSpace();
        } catch (Exception | OutOfMemoryError e) {
            if (DiskFull.ofFiles(e)) {
                withoutSpace(List.of(job.requireLease()), e);
            } else {
                fail(job, e);
            }
        }
    }

    /** A full disk is not the job's fault: no attempt of it is spent, and it waits for space or another worker. */
    private void withoutSpace(List<JobLease> leases, Throwable cause) {
        disk.failed(
                "The " + kind.wire() + " worker has no space for its work; its jobs go back and it tries again", cause);
        withoutSpace++;
        jobs.release(leases);
    }

    private void hasSpace() {
        disk.over("The " + kind.wire() + " worker has space again");
        withoutSpace = 0;
    }

    private void fail(Job job, Throwable cause) {
        log.warn("{} job {} failed; it is retried or dead-lettered", kind.wire(), job.id(), cause);
        jobs.fail(job.requireLease(), cause(cause), !(cause instanceof PermanentJobFailure));
    }

    private void extend(List<JobLease> leases) {
        try {
            jobs.heartbeat(leases, properties.lease());
        } catch (RuntimeException e) {
            log.warn("A heartbeat failed; the next one may still keep the lease: {}", e.toString());
        }
    }

    private Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(properties.pollMax()) > 0 ? properties.pollMax() : doubled;
    }

    private static String cause(Throwable failure) {
        String text = failure.getClass().getSimpleName()
                + (failure.getMessage() == null ? "" : ": " + DiskFull.describe(failure));
        return text.length() > 1000 ? text.substring(0, 1000) : text;
    }
}
