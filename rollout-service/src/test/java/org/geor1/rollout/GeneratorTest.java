package org.geor1.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of the same weights share the engine, others wait their turn, and nobody is overtaken for ever. */
@Timeout(30)
class GeneratorTest {

    private final HeldEngine engine = new HeldEngine();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Generator generator = new Generator(engine, meters);

    /** Holds every call until it is let go. */
    private static final class HeldEngine implements RolloutEngine {
        final List<Long> swaps = new CopyOnWriteArrayList<>();
        final AtomicInteger inside = new AtomicInteger();
        final CountDownLatch go = new CountDownLatch(1);

        @Override
        public Generation generate(List<GenerationRequest> requests) {
            inside.incrementAndGet();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Generation(0, List.of());
        }

        @Override
        public void swap(Path directory, long policyVersion) {
            if (directory.endsWith("broken")) {
                throw new IllegalArgumentException("broken");
            }
            swaps.add(policyVersion);
        }

        @Override
        public long policyVersion() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private CompletableFuture<Void> start(String weights, long version) {
        return CompletableFuture.runAsync(
                () -> generator.generate(weights, version, () -> Path.of(weights), List.of()),
                task -> new Thread(task).start());
    }

    private void awaitInside(int count) throws InterruptedException {
        while (engine.inside.get() < count) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Test
    void theSameWeightsServeManyAtOnce() throws Exception {
        CompletableFuture<Void> first = start("a", 1);
        CompletableFuture<Void> second = start("a", 1);
        awaitInside(2);
        assertThat(engine.swaps).containsExactly(1L);

        engine.go.countDown();
        first.get();
        second.get();
    }

    @Test
    void otherWeightsWaitAndAreNotOvertaken() throws Exception {
        CompletableFuture<Void> running = start("a", 1);
        awaitInside(1);
        CompletableFuture<Void> other = start("b", 2);
        while (generator.waiting() == 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        System.gc();
        assertThat(meters.get("geor1.rollout.waiting").gauge().value()).isOne();
        CompletableFuture<Void> late = start("a", 1);
        TimeUnit.MILLISECONDS.sleep(50);

        assertThat(engine.inside)
                .as("neither the other weights nor the late caller")
                .hasValue(1);
        engine.go.countDown();
        running.get();
        other.get();
        late.get();
        assertThat(engine.swaps).containsExactly(1L, 2L, 1L);
    }

    @Test
    void afterAFailedSwapTheNextCallerLoadsItsOwn() {
        engine.go.countDown();
        generator.generate("a", 1, () -> Path.of("a"), List.of());

        assertThatThrownBy(() -> generator.generate("c", 3, () -> Path.of("broken"), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        generator.generate("a", 1, () -> Path.of("a"), List.of());

        assertThat(engine.swaps).containsExactly(1L, 1L);
    }
}
