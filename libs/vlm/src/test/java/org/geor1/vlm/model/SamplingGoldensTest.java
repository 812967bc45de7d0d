package org.geor1.vlm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.geor1.vlm.checkpoint.JsonFiles;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.Safetensors;
import org.geor1.vlm.parity.ParityFiles;
import org.geor1.vlm.torch.TorchScript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * For every combination of temperature, top k, top p, min p and repetition penalty the distribution that is drawn from is
 * that of Hugging Face {@code generate}, and draws follow it. Goldens: {@code benchmarks/parity/make_sampling_fixture.py}.
 */
class SamplingGoldensTest {

    private static final List<String> SETTINGS =
            List.of("temperature", "top_k", "top_p", "min_p", "repetition_penalty");

    /** Two softmaxes in fp32 over 24 tokens. */
    private static final float TOLERANCE = 2e-6f;

    /** Sets of logits whose ties any order of tokens may break. */
    private static final int FIRST_WITH_TIES = 2;

    private static final int DRAWS = 8192;

    private static NDManager manager;
    private static TorchScript script;
    private static List<JsonNode> combinations;
    private static int[] seen;
    private static float[] logits;
    private static float[] golden;
    private static int tokens;

    @BeforeAll
    static void open() {
        manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        Qwen25VlConfig config = Qwen25VlConfig.read(ParityFiles.path("tied"));
        script = TorchScript.compile(
                QwenModel.source(config, Device.cpu(), Packing.NONE).add(SamplingGoldensTest.class, "warped.py"),
                Device.cpu());
        JsonNode json = JsonFiles.readObject(ParityFiles.path("sampling.json"), 1 << 20);
        combinations = new ArrayList<>();
        json.required("combinations").forEach(combinations::add);
        seen = json.required("seen").valueStream().mapToInt(JsonNode::intValue).toArray();
        try (Safetensors stored = Safetensors.open(ParityFiles.path("sampling.safetensors"))) {
            logits = stored.floats("logits");
            golden = stored.floats("probabilities");
            tokens = Math.toIntExact(stored.info("logits").shape().get(1));
        }
    }

    @AfterAll
    static void close() {
        script.close();
        manager.close();
    }

    /** Scores of one set of logits under every combination, a row each. */
    private static NDArray warped(NDManager scope, int set) {
        int rows = combinations.size();
        float[] all = new float[rows * tokens];
        boolean[] mask = new boolean[rows * tokens];
        float[] settings = new float[SETTINGS.size() * rows];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(logits, set * tokens, all, row * tokens, tokens);
            for (int id : seen) {
                mask[row * tokens + id] = true;
            }
            for (int i = 0; i < SETTINGS.size(); i++) {
                double value = combinations.get(row).required(SETTINGS.get(i)).doubleValue();
                settings[i * rows + row] = (float) (SETTINGS.get(i).equals("top_p") ? 1 - value : value);
            }
        }
        Shape shape = new Shape(rows, tokens);
        return script.call(
                        scope,
                        "warped",
                        scope.create(all, shape),
                        scope.create(mask, shape),
                        scope.create(settings, new Shape(SETTINGS.size(), rows)))
                .singletonOrThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void theDistributionIsThatOfGenerate(int set) {
        int size = combinations.size() * tokens;
        try (NDManager scope = manager.newSubManager()) {
            float[] found = script.call(scope, "shares", warped(scope, set))
                    .singletonOrThrow()
                    .toFloatArray();
            for (int row = 0; row < combinations.size(); row++) {
                float[] expected = row(golden, set * size, row);
                float[] actual = row(found, 0, row);
                if (set >= FIRST_WITH_TIES) {
                    Arrays.sort(expected);
                    Arrays.sort(actual);
                }
                assertThat(actual).as("%s", combinations.get(row)).containsExactly(expected, within(TOLERANCE));
                assertThat(kept(actual)).as("%s", combinations.get(row)).isEqualTo(kept(expected));
            }
        }
    }

    private static float[] row(float[] all, int from, int row) {
        return Arrays.copyOfRange(all, from + row * tokens, from + (row + 1) * tokens);
    }

    private static List<Boolean> kept(float[] p) {
        return IntStream.range(0, p.length).mapToObj(i -> p[i] > 0).toList();
    }

    /** Pearson's statistic of many draws from every seventh distribution stays below its 99.99 % quantile. */
    @Test
    void drawsFollowTheDistribution() {
        try (NDManager scope = manager.newSubManager()) {
            float[] scores = warped(scope, 1).toFloatArray();
            for (int row = 0; row < combinations.size(); row += 7) {
                float[] p = row(golden, combinations.size() * tokens, row);
                int[] counts = new int[tokens];
                for (long id : draw(scope, row(scores, 0, row), row)) {
                    counts[(int) id]++;
                }
                double statistic = 0;
                int degrees = -1;
                for (int id = 0; id < tokens; id++) {
                    if (p[id] == 0) {
                        assertThat(counts[id]).as("a token that is masked").isZero();
                    } else {
                        double expected = p[id] * DRAWS;
                        statistic += (counts[id] - expected) * (counts[id] - expected) / expected;
                        degrees++;
                    }
                }
                assertThat(statistic).as("%s", combinations.get(row)).isLessThanOrEqualTo(quantile(degrees));
            }
        }
    }

    private static long[] draw(NDManager scope, float[] scores, int seed) {
        float[] all = new float[DRAWS * tokens];
        float[] uniform = new float[DRAWS];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < DRAWS; i++) {
            System.arraycopy(scores, 0, all, i * tokens, tokens);
            uniform[i] = (float) random.nextDouble();
        }
        return script.call(
                        scope,
                        "draw",
                        scope.create(all, new Shape(DRAWS, tokens)),
                        scope.create(new boolean[DRAWS]),
                        scope.create(uniform))
                .singletonOrThrow()
                .toLongArray();
    }

    /** Of chi-square, by Wilson and Hilferty; one token alone leaves nothing to chance. */
    private static double quantile(int degrees) {
        double spread = 2.0 / (9.0 * Math.max(1, degrees));
        return degrees == 0 ? 1e-6 : degrees * Math.pow(1 - spread + 3.719 * Math.sqrt(spread), 3);
    }
}
