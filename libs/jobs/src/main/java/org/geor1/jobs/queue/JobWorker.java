package org.geor1.jobs.queue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.geor1.jobs.common.Traces;
import org.geor1.jobs.common.WorkerName;
import org.geor1.jobs.common.WorkerThread;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.jobs.outage.Outage;
import org.geor1.jobs.signal.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Claims jobs of one kind and hands them to a handler, as many at a time as there is room for. It wakes as jobs are queued
 * or end, and looks for them from time to time unasked. Jobs of one trace are handed over together, under that trace. Leases are extended while jobs are under way. Stopping waits for
 * those and never interrupts them: they may be inside native code.
 */
public final class JobWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

    private final JobKind kind;
    private final String name;
    private final int capacity;
    private final JobStore jobs;
    private final JobsProperties properties;
    private final Traces traces;
    private final Handler handler;
    private final Channel arrivals;

    private final Outage queue = new Outage(log);
    private final Outage disk = new Outage(log);
    /** Whether there was no space for a job since the last claim. */
    private volatile boolean full;
    /** How often in a row that was so. */
    private volatile int timesFull;
    /** Jobs under way. */
    private final Set<JobLease> running = ConcurrentHashMap.newKeySet();

    private final WorkerThread thread;

    /**
     * A worker that has not started yet.
     *
     * @param name what its name in the job table begins with
     * @param capacity jobs under way at a time
     */
    public JobWorker(
            JobKind kind,
            String name,
            int capacity,
            JobStore jobs,
            JobsProperties properties,
            Traces traces,
            Handler handler) {
        this.kind = kind;
        this.name = WorkerName.unique(name);
        this.capacity = capacity;
        this.jobs = jobs;
        this.properties = properties;
        this.traces = traces;
        this.handler = handler;
        this.arrivals = jobs.arrivals(kind);
        this.thread = new WorkerThread(kind.wire() + "-worker", this::work, arrivals::wake);
    }

    /** Does jobs. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Starts jobs that were claimed together.
         *
         * @return for each, in order: completes once its results are stored, exceptionally when it failed
         */
        List<CompletableFuture<Void>> start(List<Job> claimed);
    }

    /** Does a batch of jobs and stores its results. */
    @FunctionalInterface
    public interface BatchHandler {
        void handle(List<Job> batch) throws Exception;
    }

    /**
     * Does all jobs that were claimed together in one call, before others are claimed. When that throws, each is tried
     * alone, so that a poison job does not take its batch with it; work that was stored already must be harmless to
     * repeat.
     */
    public static Handler batches(BatchHandler handler) {
        return claimed -> {
            Throwable problem = problem(handler, claimed);
            if (problem != null && claimed.size() > 1 && !DiskFull.ofFiles(problem)) {
                log.warn("A batch of {} jobs failed; each is now tried alone", claimed.size(), problem);
                return claimed.stream()
                        .map(job -> future(problem(handler, List.of(job))))
                        .toList();
            }
            return claimed.stream().map(job -> future(problem)).toList();
        };
    }

    private static @Nullable Throwable problem(BatchHandler handler, List<Job> batch) {
        try {
            handler.handle(batch);
            return null;
        } catch (Exception | OutOfMemoryError e) {
            return e;
        }
    }

    private static CompletableFuture<Void> future(@Nullable Throwable problem) {
        return problem == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(problem);
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

    private void work(CountDownLatch stopping) {
        ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread beat = new Thread(task, kind.wire() + "-heartbeat");
            beat.setDaemon(true);
            return beat;
        });
        long every = Math.max(1, properties.lease().toMillis() / 3);
        heartbeats.scheduleAtFixedRate(this::extend, every, every, TimeUnit.MILLISECONDS);
        Duration pause = properties.pollMin();
        try {
            while (stopping.getCount() > 0) {
                long heard = arrivals.heard();
                boolean worked = claim();
                if (full) {
                    full = false;
                    timesFull++;
                    // More jobs are no reason to look again.
                    stopping.await(properties.backoff(timesFull).toMillis(), TimeUnit.MILLISECONDS);
                } else {
                    pause = worked ? properties.pollMin() : longer(pause);
                    arrivals.await(heard, pause);
                }
            }
            while (!running.isEmpty()) {
                long heard = arrivals.heard();
                if (!running.isEmpty()) {
                    arrivals.await(heard, properties.pollMax());
                }
            }
        } catch (InterruptedException e) {
            // Nobody but the end of the JVM interrupts this thread; there is nothing to finish.
            Thread.currentThread().interrupt();
        } finally {
            heartbeats.shutdownNow();
        }
    }

    /** @return whether there was work */
    private boolean claim() {
        int room = capacity - running.size();
        if (room == 0) {
            return false;
        }
        try {
            List<Job> claimed = jobs.claim(Set.of(kind), name, room, properties.lease());
            queue.over("The " + kind.wire() + " worker reaches its queue again");
            if (claimed.isEmpty()) {
                return false;
            }
            start(claimed);
            return true;
        } catch (RuntimeException e) {
            queue.failed("The " + kind.wire() + " worker cannot reach its queue; it tries again", e);
            return false;
        }
    }

    private void start(List<Job> claimed) {
        claimed.forEach(job -> running.add(job.requireLease()));
        Map<Optional<String>, List<Job>> byTrace = claimed.stream()
                .collect(Collectors.groupingBy(
                        job -> Optional.ofNullable(job.traceparent()), LinkedHashMap::new, Collectors.toList()));
        byTrace.forEach((trace, its) -> traces.resume(trace.orElse(null), task(), () -> handle(its)));
    }

    private String task() {
        return kind.wire() + " jobs";
    }

    private void handle(List<Job> claimed) {
        List<CompletableFuture<Void>> results;
        try {
            results = handler.start(claimed);
        } catch (RuntimeException | OutOfMemoryError e) {
            results = claimed.stream().map(job -> future(e)).toList();
        }
        for (int i = 0; i < claimed.size(); i++) {
            Job job = claimed.get(i);
            results.get(i).whenComplete((done, problem) -> ended(job, problem));
        }
    }

    private void ended(Job job, @Nullable Throwable problem) {
        try {
            if (problem == null) {
                hasSpace();
            } else if (DiskFull.ofFiles(problem)) {
                withoutSpace(job, problem);
            } else {
                fail(job, problem);
            }
        } catch (RuntimeException e) {
            queue.failed("The " + kind.wire() + " worker cannot reach its queue; it tries again", e);
        } finally {
            running.remove(job.requireLease());
            arrivals.wake();
        }
    }

    /** A full disk is not the job's fault: no attempt of it is spent, and it waits for space or another worker. */
    private void withoutSpace(Job job, Throwable cause) {
        disk.failed(
                "The " + kind.wire() + " worker has no space for its work; its jobs go back and it tries again", cause);
        full = true;
        jobs.release(List.of(job.requireLease()));
    }

    private void hasSpace() {
        disk.over("The " + kind.wire() + " worker has space again");
        timesFull = 0;
    }

    private void fail(Job job, Throwable cause) {
        traces.resume(job.traceparent(), task(), () -> {
            log.warn("{} job {} failed; it is retried or dead-lettered", kind.wire(), job.id(), cause);
            jobs.fail(job.requireLease(), cause(cause), !(cause instanceof PermanentJobFailure));
        });
    }

    private void extend() {
        List<JobLease> leases = List.copyOf(running);
        if (leases.isEmpty()) {
            return;
        }
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
