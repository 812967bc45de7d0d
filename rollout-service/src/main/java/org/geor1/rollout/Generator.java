package org.geor1.rollout;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.jspecify.annotations.Nullable;

/**
 * The engine and the weights it holds. Callers with the same weights use the engine at the same time, for training
 * rollouts and inference alike; a caller with other weights waits until they are done. Callers are served in order of
 * arrival, so that neither kind can starve the other.
 */
final class Generator {

    private final RolloutEngine engine;
    private final Timer time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Object> line = new ArrayDeque<>();
    private @Nullable String loaded;
    private int active;

    Generator(RolloutEngine engine, MeterRegistry meters) {
        this.engine = engine;
        this.time = meters.timer("geor1.rollout.generate");
        Gauge.builder("geor1.rollout.waiting", this, Generator::waiting)
                .description("Callers waiting for their weights")
                .register(meters);
    }

    /**
     * Queues requests for these weights, once the engine has them. Other weights are loaded only after all have ended.
     *
     * @param weights identity of the weights; equal ones are not loaded again
     * @param directory their directory; called only when they must be loaded
     */
    List<? extends RolloutEngine.Ticket> submit(
            String weights, long version, Supplier<Path> directory, List<GenerationRequest> requests) {
        enter(weights, version, directory);
        long start = System.nanoTime();
        AtomicInteger left = new AtomicInteger(requests.size() + 1);
        Runnable ended = () -> {
            if (left.decrementAndGet() == 0) {
                time.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                leave();
            }
        };
        try {
            List<? extends RolloutEngine.Ticket> tickets = engine.submit(requests);
            tickets.forEach(ticket -> ticket.whenEnded(ended));
            return tickets;
        } catch (RuntimeException e) {
            left.set(1);
            throw e;
        } finally {
            ended.run();
        }
    }

    private void enter(String weights, long version, Supplier<Path> directory) {
        Object turn = new Object();
        lock.lock();
        try {
            line.add(turn);
            try {
                while (line.peek() != turn || (active > 0 && !weights.equals(loaded))) {
                    changed.awaitUninterruptibly();
                }
                if (!weights.equals(loaded)) {
                    // Cleared first: after a failed swap it is not known which weights the engine holds.
                    loaded = null;
                    engine.swap(directory.get(), version);
                    loaded = weights;
                }
                active++;
            } finally {
                line.remove(turn);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            active--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Callers waiting for their weights. */
    int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }
}
