package org.geor1.vlm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.engine.cache.Chunks;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.parity.ParityFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Requests join and leave between steps without changing a bit of each other; a group's prompt is computed once; memory
 * stays within its budget and is released; weights change between requests, never within one.
 */
@Timeout(120)
class EngineTest {

    private static final String CHECKPOINT = "tied";

    private static QwenRolloutEngine open(EngineOptions options) {
        return QwenRolloutEngine.open(
                ParityFiles.path(CHECKPOINT), 0, Device.cpu(), Precision.FP32, options, EngineObserver.NONE);
    }

    private static EngineOptions withKvTokens(long tokens) {
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            return new EngineOptions(tokens * engine.stats().kvBytesPerToken(), 64, 8, 64, 1 << 20, 0);
        }
    }

    private static ChatPrompt text(String text) {
        return ChatPrompt.of(new ChatPrompt.Text(text));
    }

    private static ChatPrompt picture(int rgb) {
        BufferedImage image = new BufferedImage(56, 84, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 56 * 84; i++) {
            image.setRGB(i % 56, i / 56, rgb + i);
        }
        return ChatPrompt.of(new ChatPrompt.Image(image), new ChatPrompt.Text("where is this?"));
    }

    private static GenerationRequest request(ChatPrompt prompt, int n, int maxTokens, long seed) {
        return new GenerationRequest(prompt, n, new SamplingParams(1, 0, 1, maxTokens, seed));
    }

    /** Long and short prompts, one or several completions, text and pictures, some of them repeated. */
    private static List<GenerationRequest> mixed() {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ChatPrompt prompt = switch (i % 4) {
                case 0 -> text("question " + i);
                case 1 -> picture(i * 4096);
                case 2 -> text("the same question");
                default -> text("a long question " + "and more ".repeat(40 * i));
            };
            requests.add(request(prompt, 1 + i % 3, 5 + 7 * (i % 5), i));
        }
        return requests;
    }

    private static void assertSame(List<Completion> left, List<Completion> right) {
        assertThat(left).hasSameSizeAs(right);
        for (int i = 0; i < left.size(); i++) {
            assertThat(left.get(i).tokenIds()).isEqualTo(right.get(i).tokenIds());
            assertThat(left.get(i).logProbs()).isEqualTo(right.get(i).logProbs());
            assertThat(left.get(i).text()).isEqualTo(right.get(i).text());
        }
    }

    private static List<Completion> alone(GenerationRequest request) {
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            return engine.generate(List.of(request)).completions().get(0);
        }
    }

    @Test
    void aLateRequestGivesTheSameResultAsAlone() throws InterruptedException {
        List<GenerationRequest> requests = mixed();
        List<List<Completion>> drawn = new ArrayList<>();
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            List<RolloutEngine.Ticket> tickets = new ArrayList<>();
            for (GenerationRequest request : requests) {
                CountDownLatch begun = new CountDownLatch(1);
                tickets.add(engine.submit(request, (index, text) -> begun.countDown()));
                // The next request joins while this one is being decoded.
                begun.await(1, java.util.concurrent.TimeUnit.SECONDS);
            }
            tickets.forEach(ticket -> drawn.add(ticket.await()));
            assertThat(engine.stats().prefixHits()).isPositive();
        }
        for (int i = 0; i < requests.size(); i++) {
            assertSame(drawn.get(i), alone(requests.get(i)));
        }
    }

    @Test
    void aGroupsPromptIsComputedAndStoredOnce() {
        int limit = 24;
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            GenerationRequest group = request(picture(77), 8, limit, 1);
            int prompt = engine.promptIds(group.prompt()).length;

            engine.generate(List.of(group));

            EngineStats stats = engine.stats();
            // All tokens but the last, with which the branches begin.
            assertThat(stats.promptTokens()).isEqualTo(prompt - 1);
            assertThat((double) stats.kvPeak()).isLessThanOrEqualTo(1.25 * (prompt + 8.0 * limit));
        }
    }

    @Test
    void aRepeatedPromptIsNotRecomputed() {
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            GenerationRequest request = request(picture(5), 2, 12, 3);
            List<Completion> first =
                    engine.generate(List.of(request)).completions().get(0);
            long computed = engine.stats().promptTokens();

            List<Completion> second =
                    engine.generate(List.of(request)).completions().get(0);

            assertThat(engine.stats().promptTokens()).isEqualTo(computed);
            assertThat(engine.stats().prefixHits()).isEqualTo(computed);
            assertSame(first, second);
        }
    }

    @Test
    void aDifferentPictureOfTheSameSizeIsADifferentPrompt() {
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            engine.generate(List.of(request(picture(5), 1, 4, 3)));
            engine.generate(List.of(request(picture(6), 1, 4, 3)));

            assertThat(engine.stats().prefixHits()).isZero();
        }
    }

    @Test
    void newWeightsClearThePrefixCache() {
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            GenerationRequest request = request(picture(5), 1, 4, 3);
            assertThat(engine.generate(List.of(request)).policyVersion()).isZero();

            engine.swap(ParityFiles.path(CHECKPOINT), 7);

            assertThat(engine.stats().kvTokens()).isZero();
            assertThat(engine.generate(List.of(request)).policyVersion()).isEqualTo(7);
            assertThat(engine.stats().prefixHits()).isZero();
        }
    }

    @Test
    void aSwapWaitsForRunningRequestsAndPrecedesLaterOnes() throws InterruptedException {
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            CountDownLatch begun = new CountDownLatch(1);
            RolloutEngine.Ticket running =
                    engine.submit(request(text("before"), 1, 200, 1), (index, text) -> begun.countDown());
            begun.await();

            engine.swap(ParityFiles.path(CHECKPOINT), 1);

            assertThat(engine.stats().running()).isZero();
            assertThat(running.await()).hasSize(1);
            assertThat(engine.policyVersion()).isEqualTo(1);
        }
    }

    @Test
    void requestsThatDoNotFitTogetherRunOneAfterAnother() {
        EngineOptions options = withKvTokens(200);
        try (QwenRolloutEngine engine = open(options)) {
            List<GenerationRequest> requests = IntStream.range(0, 8)
                    .mapToObj(i -> request(text("question " + i), 2, 60, i))
                    .toList();

            List<List<Completion>> drawn = engine.generate(requests).completions();

            assertThat(engine.stats().kvPeak())
                    .isLessThanOrEqualTo(engine.stats().kvCapacity());
            for (int i = 0; i < requests.size(); i++) {
                assertSame(drawn.get(i), alone(requests.get(i)));
            }
        }
    }

    /** Completions are delivered before their lane is released, so the count may take a moment to drop. */
    private static long kvTokens(QwenRolloutEngine engine, long expected) {
        for (int i = 0; i < 300 && engine.stats().kvTokens() != expected; i++) {
            LockSupport.parkNanos(100_000_000);
        }
        return engine.stats().kvTokens();
    }

    @Test
    void compactingALaneStaysWithinTheBudget() {
        int limit = 48;
        List<GenerationRequest> four = IntStream.range(0, 4)
                .mapToObj(i -> request(text(i + " long question " + "and more ".repeat(30)), 1, limit, i))
                .toList();
        List<GenerationRequest> requests = new ArrayList<>(four.subList(0, 2));
        for (GenerationRequest ends : four.subList(2, 4)) {
            String text = alone(ends).get(0).text();
            requests.add(
                    new GenerationRequest(ends.prompt(), 1, ends.sampling().withStop(List.of(text.substring(0, 1)))));
        }
        int width;
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            width = Chunks.width(engine.promptIds(requests.get(0).prompt()).length - 1);
        }
        // Room for all four, but not for a copy of the two remaining prompts, which needs more than two completions
        // free.
        assertThat(2 * width).isGreaterThan(2 * limit);
        try (QwenRolloutEngine engine = open(withKvTokens(4L * (width + limit)).withThreads(1))) {
            List<List<Completion>> drawn = engine.generate(requests).completions();

            EngineStats stats = engine.stats();
            assertThat(stats.kvPeak()).isEqualTo(stats.kvCapacity());
            // The copied ones are still cached; the others were evicted.
            assertThat(kvTokens(engine, 2L * width)).isEqualTo(2L * width);
            for (int i = 0; i < requests.size(); i++) {
                assertSame(drawn.get(i), alone(requests.get(i)));
            }
            long computed = stats.promptTokens();
            assertSame(engine.generate(requests.subList(0, 1)).completions().get(0), drawn.get(0));
            assertThat(engine.stats().promptTokens()).isEqualTo(computed);
        }
    }

    @Test
    void refusesARequestThatCanNeverFitAndSaysWhy() {
        try (QwenRolloutEngine engine = open(withKvTokens(100))) {
            assertThatThrownBy(() -> engine.submit(request(text("much"), 4, Integer.MAX_VALUE, 1), null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("max_tokens");
        }
    }

    @Test
    void refusesTooManyWaitingRequests() {
        try (QwenRolloutEngine engine = open(withKvTokens(100))) {
            List<GenerationRequest> nine = IntStream.range(0, 9)
                    .mapToObj(i -> request(text("question " + i), 1, 4, i))
                    .toList();
            assertThatThrownBy(() -> engine.generate(nine)).isInstanceOf(RolloutEngine.EngineBusyException.class);
            assertThat(engine.generate(nine.subList(0, 8)).completions()).hasSize(8);
        }
    }

    @Test
    void aCancelledRequestEndsAtOnceAndItsNeighbourContinues() throws InterruptedException {
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            GenerationRequest stays = request(text("stays"), 1, 60, 2);
            CountDownLatch begun = new CountDownLatch(1);
            RolloutEngine.Ticket cancelled =
                    engine.submit(request(text("leaves"), 4, 4000, 1), (index, text) -> begun.countDown());
            RolloutEngine.Ticket neighbour = engine.submit(stays, null);
            begun.await();

            cancelled.cancel();

            assertThatThrownBy(cancelled::await).isInstanceOf(CancellationException.class);
            assertSame(neighbour.await(), alone(stays));
            // Prefixes are kept for reuse; no branch is left.
            engine.swap(ParityFiles.path(CHECKPOINT), 1);
            assertThat(engine.stats().cancelled()).isEqualTo(1);
            assertThat(engine.stats().kvTokens()).isZero();
        }
    }

    @Test
    void closingEndsRunningAndWaitingRequests() {
        QwenRolloutEngine engine = open(withKvTokens(4200));
        RolloutEngine.Ticket running = engine.submit(request(text("runs"), 1, 4000, 1), null);
        RolloutEngine.Ticket waiting = engine.submit(request(text("waits"), 1, 4000, 2), null);

        engine.close();

        assertThatThrownBy(running::await).isInstanceOf(CancellationException.class);
        assertThatThrownBy(waiting::await).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> engine.submit(request(text("late"), 1, 1, 3), null))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void aStreamDeliversTheWholeTextInOrder() {
        try (QwenRolloutEngine engine = open(EngineOptions.DEFAULT)) {
            StringBuffer[] heard = {new StringBuffer(), new StringBuffer()};
            AtomicReference<Thread> thread = new AtomicReference<>();
            List<Completion> completions = engine.submit(request(text("tell"), 2, 64, 5), (index, text) -> {
                        heard[index].append(text);
                        thread.set(Thread.currentThread());
                    })
                    .await();

            assertThat(heard[0].toString()).isEqualTo(completions.get(0).text());
            assertThat(heard[1].toString()).isEqualTo(completions.get(1).text());
            assertThat(thread.get().getName()).isEqualTo("geor1-engine");
        }
    }
}
