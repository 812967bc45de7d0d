package org.geor1.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.SamplingParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers with the same weights share the engine, others wait their turn, and none is overtaken forever. */
@Timeout(30)
class GeneratorTest {

    private static final GenerationRequest REQUEST =
            new GenerationRequest(ChatPrompt.of(new ChatPrompt.Text("?")), 1, new SamplingParams(1, 0, 1, 1, 0));

    private final HeldEngine engine = new HeldEngine();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Generator generator = new Generator(engine, meters);

    /** Holds all requests until they are released. */
    private static final class HeldEngine implements RolloutEngine {
        final List<Long> swaps = new CopyOnWriteArrayList<>();
        final AtomicInteger inside = new AtomicInteger();
        final CompletableFuture<List<Completion>> go = new CompletableFuture<>();

        @Override
        public List<? extends Ticket> submit(List<GenerationRequest> requests) {
            inside.incrementAndGet();
            return List.of(new Held(go));
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

    private record Held(CompletableFuture<List<Completion>> go) implements RolloutEngine.Ticket {

        @Override
        public List<Completion> await() {
            return go.join();
        }

        @Override
        public void whenEnded(Runnable action) {
            go.whenComplete((completions, problem) -> action.run());
        }

        @Override
        public long policyVersion() {
            return 0;
        }

        @Override
        public void cancel() {
            go.cancel(false);
        }
    }

    private CompletableFuture<Void> start(String weights, long version) {
        return CompletableFuture.runAsync(
                () -> generator
                        .submit(weights, version, () -> Path.of(weights), List.of(REQUEST))
                        .get(0)
                        .await(),
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

        engine.go.complete(List.of());
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
        engine.go.complete(List.of());
        running.get();
        other.get();
        late.get();
        assertThat(engine.swaps).containsExactly(1L, 2L, 1L);
    }

    @Test
    void afterAFailedSwapTheNextCallerLoadsItsOwn() {
        engine.go.complete(List.of());
        generator.submit("a", 1, () -> Path.of("a"), List.of(REQUEST));

        assertThatThrownBy(() -> generator.submit("c", 3, () -> Path.of("broken"), List.of(REQUEST)))
                .isInstanceOf(IllegalArgumentException.class);
        generator.submit("a", 1, () -> Path.of("a"), List.of(REQUEST));

        assertThat(engine.swaps).containsExactly(1L, 1L);
    }
}
