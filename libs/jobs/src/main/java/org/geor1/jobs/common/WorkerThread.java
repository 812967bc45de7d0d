package org.geor1.jobs.common;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that works until it is asked to stop. Stopping waits for it and never interrupts it: it may be inside native
 * code, and ending the JVM there would crash it.
 */
public final class WorkerThread {

    private final String name;
    private final Consumer<CountDownLatch> work;
    private final Runnable wake;

    private CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    /**
     * A thread that has not started yet.
     *
     * @param work is given a latch that opens when it is to stop
     * @param wake ends whatever else than that latch the work may be waiting for
     */
    public WorkerThread(String name, Consumer<CountDownLatch> work, Runnable wake) {
        this.name = name;
        this.work = work;
        this.wake = wake;
    }

    public synchronized void start() {
        if (thread == null) {
            CountDownLatch stop = new CountDownLatch(1);
            stopping = stop;
            Thread worker = new Thread(() -> work.accept(stop), name);
            thread = worker;
            worker.start();
        }
    }

    /** Asks the work to stop and waits until it has. */
    public synchronized void stop() {
        stopping.countDown();
        wake.run();
        Thread worker = thread;
        if (worker == null) {
            return;
        }
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        thread = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isRunning() {
        return thread != null;
    }
}
