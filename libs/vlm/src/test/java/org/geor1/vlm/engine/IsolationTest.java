package org.geor1.vlm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine.Ticket;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.engine.cache.KvBudget;
import org.geor1.vlm.engine.cache.PrefixCache;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.parity.ParityFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One caller's options and mistakes never affect another caller. */
class IsolationTest {

    private static final SamplingParams PLAIN = new SamplingParams(1, 0, 1, 12, 7).withLogprobs(1);

    private static QwenRolloutEngine engine;

    @BeforeAll
    static void open() {
        engine = engine(3);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static QwenRolloutEngine engine(int processors) {
        return QwenRolloutEngine.open(
                ParityFiles.path("tied"),
                0,
                Device.cpu(),
                Precision.FP32,
                EngineOptions.DEFAULT.withThreads(processors),
                EngineObserver.NONE);
    }

    private static GenerationRequest request(String text, SamplingParams sampling) {
        return new GenerationRequest(ChatPrompt.of(new ChatPrompt.Text(text)), 1, sampling);
    }

    @Test
    void penaltyAndTruncationOfOthersChangeNoBit() {
        GenerationRequest mine = request("mine", PLAIN);
        GenerationRequest penalized = request("others", PLAIN.withRepetitionPenalty(1.2));
        GenerationRequest truncated = request("others", new SamplingParams(1, 3, 0.5, 12, 8));

        Completion alone = engine.generate(List.of(mine)).completions().get(0).get(0);
        Completion among = engine.generate(List.of(mine, penalized, truncated))
                .completions()
                .get(0)
                .get(0);

        assertThat(among.tokenIds()).isEqualTo(alone.tokenIds());
        assertThat(among.logProbs()).isEqualTo(alone.logProbs());
        assertThat(Objects.requireNonNull(among.detail()).processedLogProbs())
                .isEqualTo(Objects.requireNonNull(alone.detail()).processedLogProbs());
    }

    @Test
    void spreadingSequencesOverCoresChangesNoBit() {
        List<GenerationRequest> requests = IntStream.range(0, 7)
                .mapToObj(i -> new GenerationRequest(
                        ChatPrompt.of(new ChatPrompt.Text("question " + i)), 3, new SamplingParams(1, 0, 1, 24, i)))
                .toList();

        List<List<Completion>> spread = engine.generate(requests).completions();

        try (QwenRolloutEngine one = engine(1)) {
            assertThat(spread)
                    .usingRecursiveComparison()
                    .isEqualTo(one.generate(requests).completions());
        }
    }

    @Test
    void aThrowingListenerFailsOnlyItsOwnRequest() {
        Ticket bad = engine.submit(request("bad", PLAIN), (index, text) -> {
            throw new IllegalStateException("listener");
        });
        Ticket good = engine.submit(request("good", PLAIN), (index, text) -> {});

        assertThat(good.await()).hasSize(1);
        assertThat(good.policyVersion()).isZero();
        assertThatThrownBy(bad::await).isInstanceOf(IllegalStateException.class).hasMessage("listener");
        assertThatThrownBy(bad::policyVersion).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesMoreSequencesThanCanBeDecodedTogether() {
        GenerationRequest request =
                new GenerationRequest(ChatPrompt.of(new ChatPrompt.Text("many")), 1_000_000, SamplingParams.greedy(1));

        assertThatThrownBy(() -> engine.submit(request, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("n must be at most 512");
    }

    @Test
    void closingTheEngineFailsAWaitingSwap() {
        Admission admission = new Admission(EngineOptions.DEFAULT, new KvBudget(1, 1), new PrefixCache());
        CompletableFuture<Void> swap = new CompletableFuture<>();
        admission.add(new Admission.Action(swap, () -> {}));

        admission.failAll(new CancellationException("closed"));

        assertThat(swap).isCancelled();
    }
}
