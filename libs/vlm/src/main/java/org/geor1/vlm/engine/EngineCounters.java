package org.geor1.vlm.engine;

import java.util.concurrent.atomic.LongAdder;
import org.geor1.vlm.engine.cache.KvBudget;

/** Counters of the engine's thread, readable from any thread. */
final class EngineCounters {

    private final EngineObserver observer;
    private volatile long running;
    private final LongAdder prefixTokens = new LongAdder();
    private final LongAdder prefixHits = new LongAdder();
    private final LongAdder promptTokens = new LongAdder();
    private final LongAdder generated = new LongAdder();
    private final LongAdder finished = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder failed = new LongAdder();

    EngineCounters(EngineObserver observer) {
        this.observer = observer;
    }

    EngineObserver observer() {
        return observer;
    }

    void running(long sequences) {
        running = sequences;
    }

    void prefixTokens(long tokens) {
        prefixTokens.add(tokens);
    }

    void prefixHits(long tokens) {
        prefixHits.add(tokens);
    }

    void promptTokens(long tokens) {
        promptTokens.add(tokens);
    }

    void generated(long tokens) {
        generated.add(tokens);
    }

    void finished() {
        finished.increment();
    }

    void cancelled(long requests) {
        cancelled.add(requests);
    }

    void failed() {
        failed.increment();
    }

    EngineStats stats(int waiting, KvBudget budget) {
        return new EngineStats(
                running,
                waiting,
                budget.used(),
                budget.capacity(),
                budget.peak(),
                budget.bytesPerToken(),
                prefixTokens.sum(),
                prefixHits.sum(),
                promptTokens.sum(),
                generated.sum(),
                finished.sum(),
                cancelled.sum(),
                failed.sum());
    }
}
