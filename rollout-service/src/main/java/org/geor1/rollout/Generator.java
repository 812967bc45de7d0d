package org.geor1.rollout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.jspecify.annotations.Nullable;

/**
 * The engine and the weights it holds. Choosing weights and generating with them is one step, so that training rollouts
 * and inference can share an engine; waiting callers are served in order.
 */
final class Generator {

    private final RolloutEngine engine;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Timer time;
    private final Counter tokens;
    private @Nullable String loaded;

    Generator(RolloutEngine engine, MeterRegistry meters) {
        this.engine = engine;
        this.time = meters.timer("geor1.rollout.generate");
        this.tokens = meters.counter("geor1.rollout.tokens");
    }

    /**
     * @param weights identity of the weights; equal ones are not loaded again
     * @param directory where they lie, asked only when they must be loaded
     */
    List<List<Completion>> generate(
            String weights, long version, Supplier<Path> directory, List<GenerationRequest> requests) {
        lock.lock();
        try {
            if (!Objects.equals(loaded, weights)) {
                // Cleared first: after a failed swap nobody knows what the engine holds.
                loaded = null;
                engine.swap(directory.get(), version);
                loaded = weights;
            }
            List<List<Completion>> completions = Objects.requireNonNull(time.record(() -> engine.generate(requests)))
                    .completions();
            completions.forEach(group -> group.forEach(completion -> tokens.increment(completion.tokenIds().length)));
            return completions;
        } finally {
            lock.unlock();
        }
    }

    /** Callers that wait for the engine now. */
    int waiting() {
        return lock.getQueueLength();
    }
}
