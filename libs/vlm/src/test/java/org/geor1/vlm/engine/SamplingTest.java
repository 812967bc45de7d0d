package org.geor1.vlm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.model.DecoderScript;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.parity.ParityFiles;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares drawn tokens and reported values with values computed here from the logits in double precision. Tolerance:
 * 1e-4, that of the logits.
 */
class SamplingTest {

    private static final String CHECKPOINT = "tied";
    private static final double TOLERANCE = 1e-4;
    private static final ChatPrompt PROMPT = ChatPrompt.of(new ChatPrompt.Text("name a city, name a city"));

    private static VlmTokenizer tokenizer;
    private static QwenRolloutEngine engine;
    private static float[] logits;
    private static Set<Integer> promptIds;

    @BeforeAll
    static void open() {
        tokenizer = VlmTokenizer.load(ParityFiles.path(CHECKPOINT));
        engine = QwenRolloutEngine.open(ParityFiles.path(CHECKPOINT), 0, Device.cpu());
        promptIds =
                new HashSet<>(Arrays.stream(engine.promptIds(PROMPT)).boxed().toList());
        try (QwenModel model = QwenModel.load(ParityFiles.path(CHECKPOINT), Device.cpu());
                NDManager scope = model.newScope()) {
            PromptEncoder encoder = PromptEncoder.load(ParityFiles.path(CHECKPOINT), model.config(), tokenizer);
            PrefixPrompt prompt = PrefixPrompt.of(encoder.encode(PROMPT));
            // One more token, so that the prefix ends with the prompt's last.
            int[] ids = Arrays.copyOf(prompt.ids(), prompt.ids().length + 1);
            int[][] positions = new int[3][];
            for (int axis = 0; axis < 3; axis++) {
                positions[axis] = Arrays.copyOf(prompt.positions()[axis], ids.length);
            }
            PromptBatch batch = PromptBatch.of(
                    scope, model.config(), List.of(new PrefixPrompt(ids, List.of(), positions, prompt.nextPosition())));
            float[] all = new DecoderScript(model)
                    .logits(scope, batch, model.encodeImages(scope, batch))
                    .toFloatArray();
            logits = Arrays.copyOfRange(all, all.length - model.config().text().vocabSize(), all.length);
        }
    }

    @AfterAll
    static void close() {
        engine.close();
        tokenizer.close();
    }

    private static Completion.Detail detail(Completion completion) {
        return Objects.requireNonNull(completion.detail());
    }

    private static List<Completion> draw(SamplingParams sampling, int n) {
        return engine.generate(List.of(new GenerationRequest(PROMPT, n, sampling)))
                .completions()
                .get(0);
    }

    /** The distribution from which the first token is drawn. */
    private static double[] processed(SamplingParams params) {
        double[] scaled = new double[logits.length];
        for (int id = 0; id < scaled.length; id++) {
            double logit = logits[id];
            if (promptIds.contains(id)) {
                logit = logit > 0 ? logit / params.repetitionPenalty() : logit * params.repetitionPenalty();
            }
            scaled[id] = logit / params.temperature();
        }
        for (int id : tokenizer.suppressedIds(scaled.length)) {
            scaled[id] = Double.NEGATIVE_INFINITY;
        }
        double[] ascending = Arrays.stream(scaled).sorted().toArray();
        double most = ascending[ascending.length - 1];
        double least = params.topK() == 0 ? Double.NEGATIVE_INFINITY : ascending[ascending.length - params.topK()];
        mask(scaled, value -> value < least);
        // Top p applies to what top k has left.
        double[] p = softmax(scaled);
        double below = 0;
        for (int id : IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(id -> p[id]))
                .toList()) {
            below += p[id];
            if (below <= 1 - params.topP() && scaled[id] < most) {
                scaled[id] = Double.NEGATIVE_INFINITY;
            }
        }
        mask(scaled, value -> Math.exp(value - most) < params.minP());
        return softmax(scaled);
    }

    private static void mask(double[] scaled, DoublePredicate drops) {
        for (int id = 0; id < scaled.length; id++) {
            scaled[id] = drops.test(scaled[id]) ? Double.NEGATIVE_INFINITY : scaled[id];
        }
    }

    private static double[] softmax(double[] values) {
        double max = Arrays.stream(values).max().orElseThrow();
        double[] p = Arrays.stream(values).map(value -> Math.exp(value - max)).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(value -> value / sum).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 0, 1.0, 0.0, 1.0",
        "0.7, 0, 1.0, 0.0, 1.0",
        "1.0, 5, 1.0, 0.0, 1.0",
        "1.0, 0, 0.6, 0.0, 1.0",
        "1.0, 0, 1.0, 0.3, 1.0",
        "1.0, 0, 1.0, 0.0, 1.8",
        "1.3, 5, 0.6, 0.0, 1.0",
        "1.3, 40, 0.9, 0.05, 1.2",
    })
    void tokensAreDrawnFromTheProcessedDistribution(
            double temperature, int topK, double topP, double minP, double penalty) {
        SamplingParams params =
                new SamplingParams(temperature, topK, topP, minP, penalty, 1, 11, List.of(), List.of(), 1);
        double[] expected = processed(params);
        double[] raw = softmax(IntStream.range(0, logits.length)
                .mapToDouble(id -> logits[id] / temperature)
                .toArray());

        List<Completion> drawn = draw(params, 64);

        for (int i = 0; i < drawn.size(); i++) {
            Completion completion = drawn.get(i);
            int id = completion.tokenIds()[0];
            assertThat(detail(completion).processedLogProbs()[0])
                    .isCloseTo((float) Math.log(expected[id]), within((float) TOLERANCE));
            assertThat(completion.logProbs()[0]).isCloseTo((float) Math.log(raw[id]), within((float) TOLERANCE));
            // The branch's uniform number falls into the token's interval of the cumulative distribution.
            double uniform = (float) new SplittableRandom(11 + 0x9E3779B97F4A7C15L * (i + 1)).nextDouble();
            double below = Arrays.stream(expected, 0, id).sum();
            assertThat(uniform).isBetween(below - TOLERANCE, below + expected[id] + TOLERANCE);
        }
        assertThat(drawn.stream().map(c -> c.tokenIds()[0]).distinct().count()).isGreaterThan(1);
    }

    @Test
    void aPenaltyAppliesToDrawnTokensToo() {
        List<Completion> drawn = draw(SamplingParams.greedy(40).withRepetitionPenalty(100), 1);

        assertThat(drawn.get(0).tokenIds()).doesNotHaveDuplicates();
        assertThat(draw(SamplingParams.greedy(40), 1).get(0).tokenIds())
                .as("tokens repeat without the penalty")
                .matches(ids -> Arrays.stream(ids).distinct().count() < ids.length);
    }

    @Test
    void alternativesAreTheMostLikelyOfTheRawDistribution() {
        Completion.Detail detail =
                detail(draw(SamplingParams.greedy(3).withLogprobs(4), 1).get(0));
        double[] raw = softmax(
                IntStream.range(0, logits.length).mapToDouble(id -> logits[id]).toArray());
        double[] sorted = Arrays.stream(raw).sorted().toArray();

        assertThat(detail.topIds()).hasNumberOfRows(3);
        for (int i = 0; i < 4; i++) {
            assertThat(Math.exp(detail.topLogProbs()[0][i]))
                    .isCloseTo(raw[detail.topIds()[0][i]], within(TOLERANCE))
                    .isCloseTo(sorted[sorted.length - 1 - i], within(TOLERANCE));
        }
    }

    @Test
    void aChoiceIsTheMostLikelyLetterWithItsShareAmongTheLetters() {
        List<String> letters = List.of("A", "B", "C", "D");
        double[] own = letters.stream()
                .mapToDouble(letter -> logits[tokenizer.encode(letter)[0]])
                .toArray();
        double[] expected = softmax(own);

        Completion completion = draw(SamplingParams.choosing(letters), 1).get(0);

        for (int i = 0; i < letters.size(); i++) {
            assertThat(detail(completion).choices().get(letters.get(i))).isCloseTo(expected[i], within(TOLERANCE));
        }
        int best = IntStream.range(0, 4)
                .boxed()
                .max(Comparator.comparingDouble(i -> expected[i]))
                .orElseThrow();
        assertThat(completion.text()).isEqualTo(letters.get(best));
    }

    @Test
    void refusesChoicesThatBeginWithTheSameToken() {
        assertThatThrownBy(() -> draw(SamplingParams.choosing(List.of("\u65e5", "\u672c\u65e5", "\u65e5\u672c")), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choices");
    }

    @Test
    void aStopTextEndsACompletionAndIsOmitted() {
        Completion whole = draw(new SamplingParams(1, 0, 1, 60, 4), 1).get(0);
        String stop =
                whole.text().substring(whole.text().length() / 2, whole.text().length() / 2 + 2);

        Completion cut = draw(new SamplingParams(1, 0, 1, 60, 4).withStop(List.of(stop)), 1)
                .get(0);

        assertThat(cut.finishReason()).isEqualTo(Completion.FinishReason.STOP);
        assertThat(cut.text()).isEqualTo(whole.text().substring(0, whole.text().indexOf(stop)));
        assertThat(whole.tokenIds()).startsWith(cut.tokenIds());
    }

    /** Logits divided by such a temperature are infinite, and their softmax is NaN. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-40, 1e-9, 0.0009, -0.1, 101, Double.NaN})
    void refusesATemperatureThatYieldsNoDistribution(double temperature) {
        assertThatThrownBy(() -> new SamplingParams(temperature, 0, 1, 1, 0))
                .hasMessageStartingWith("temperature must be 0, which is greedy, or in [0.001, 100]");
    }

    @Test
    void theLowestTemperatureEqualsGreedy() {
        Completion cold = draw(new SamplingParams(SamplingParams.MIN_TEMPERATURE, 0, 1, 12, 3), 1)
                .get(0);
        assertThat(cold.tokenIds())
                .isEqualTo(draw(SamplingParams.greedy(12), 1).get(0).tokenIds());
        assertThat(cold.logProbs()).doesNotContain(Float.NaN);
    }
}
