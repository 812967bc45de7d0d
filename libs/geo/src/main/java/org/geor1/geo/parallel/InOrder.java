package org.geor1.geo.parallel;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks on all processors and hands their results over in the order of the tasks, in the caller's thread. Only so many
 * tasks are open at a time, so results do not pile up.
 */
public final class InOrder<T> implements AutoCloseable {

    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS);
    private final Deque<Future<T>> open = new ArrayDeque<>();
    private final int most;
    private final Taker<T> taker;

    /** Is given the results. */
    @FunctionalInterface
    public interface Taker<T> {
        void take(T result) throws IOException;
    }

    /** @param perProcessor open tasks for each processor */
    public InOrder(int perProcessor, Taker<T> taker) {
        this.most = perProcessor * THREADS;
        this.taker = taker;
    }

    /** Adds a task, and waits for the oldest if too many are open. @throws IOException what a task or the taker threw */
    public void submit(Callable<T> task) throws IOException {
        open.add(workers.submit(task));
        if (open.size() >= most) {
            take();
        }
    }

    /** Waits for all tasks. @throws IOException what a task or the taker threw */
    public void finish() throws IOException {
        while (!open.isEmpty()) {
            take();
        }
    }

    private void take() throws IOException {
        try {
            taker.take(open.remove().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends the workers. Whoever deletes files after a failure must not meet one that is still being written. */
    @Override
    public void close() {
        workers.shutdownNow();
        try {
            workers.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
