package org.geor1.jobs.signal;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a process hears on one channel, as a count that grows. Read {@link #heard} before looking for work and hand it to
 * {@link #await}: a signal that comes in between is then not lost.
 */
public final class Channel {

    private final String name;
    private final Lock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private long heard;

    Channel(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    public long heard() {
        lock.lock();
        try {
            return heard;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a signal after {@code before}, the count of an earlier look, but no longer than {@code timeout}. A signal
     * may have been lost with the connection, so look for work after a time-out too.
     */
    public void await(long before, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (heard == before && left > 0) {
                left = signalled.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all who wait on this channel in this process. */
    public void wake() {
        lock.lock();
        try {
            heard++;
            signalled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
