package org.geor1.vlm.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.parity.ParityFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * For every combination of temperature, top k, top p, min p and repetition penalty, the sampled distribution is that of
 * Hugging Face {@code generate}, and draws follow it. Goldens: {@code benchmarks/parity/make_sampling_fixture.py}.
 */
class SamplingPolicyTest {

    /** Two softmaxes in fp32 over 24 tokens. */
    private static final float TOLERANCE = 2e-6f;

    /** Sets of logits with ties, which may be broken in any order. */
    private static final int FIRST_WITH_TIES = 2;

    private static final int DRAWS = 8192;

    private static final SamplingPolicy POLICY = SamplingPolicy.open(Device.cpu());
    private static final List<SamplingParams> COMBINATIONS = new ArrayList<>();
    private static int[] seen;
    private static float[] logits;
    private static float[] golden;
    private static int tokens;

    @BeforeAll
    static void read() {
        JsonNode json = JsonFiles.readObject(ParityFiles.path("sampling.json"), 1 << 20);
        for (JsonNode row : json.required("combinations")) {
            COMBINATIONS.add(new SamplingParams(
                            row.required("temperature").doubleValue(),
                            row.required("top_k").intValue(),
                            row.required("top_p").doubleValue(),
                            1,
                            0)
                    .withMinP(row.required("min_p").doubleValue())
                    .withRepetitionPenalty(row.required("repetition_penalty").doubleValue()));
        }
        seen = json.required("seen").valueStream().mapToInt(JsonNode::intValue).toArray();
        try (Safetensors stored = Safetensors.open(ParityFiles.path("sampling.safetensors"))) {
            logits = stored.floats("logits");
            golden = stored.floats("probabilities");
            tokens = Math.toIntExact(stored.info("logits").shape().get(1));
        }
    }

    @AfterAll
    static void close() {
        POLICY.close();
    }

    private static float[] logits(int set) {
        return Arrays.copyOfRange(logits, set * tokens, (set + 1) * tokens);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void theDistributionEqualsThatOfGenerate(int set) {
        float[] found = POLICY.probabilities(logits(set), seen, COMBINATIONS);
        for (int row = 0; row < COMBINATIONS.size(); row++) {
            float[] expected = row(golden, set * COMBINATIONS.size() + row);
            float[] actual = row(found, row);
            if (set >= FIRST_WITH_TIES) {
                Arrays.sort(expected);
                Arrays.sort(actual);
            }
            assertThat(actual).as("%s", COMBINATIONS.get(row)).containsExactly(expected, within(TOLERANCE));
            assertThat(kept(actual)).as("%s", COMBINATIONS.get(row)).isEqualTo(kept(expected));
        }
    }

    private static float[] row(float[] all, int row) {
        return Arrays.copyOfRange(all, row * tokens, (row + 1) * tokens);
    }

    private static List<Boolean> kept(float[] p) {
        return IntStream.range(0, p.length).mapToObj(i -> p[i] > 0).toList();
    }

    /** Pearson's statistic for many draws from every seventh distribution stays below its 99.99 % quantile. */
    @Test
    void drawsFollowTheDistribution() {
        for (int row = 0; row < COMBINATIONS.size(); row += 7) {
            float[] p = row(golden, COMBINATIONS.size() + row);
            int[] counts = new int[tokens];
            for (long id : POLICY.draws(logits(1), seen, COMBINATIONS.get(row), uniforms(row))) {
                counts[(int) id]++;
            }
            double statistic = 0;
            int degrees = -1;
            for (int id = 0; id < tokens; id++) {
                if (p[id] == 0) {
                    assertThat(counts[id]).as("draws of a masked token").isZero();
                } else {
                    double expected = p[id] * DRAWS;
                    statistic += (counts[id] - expected) * (counts[id] - expected) / expected;
                    degrees++;
                }
            }
            assertThat(statistic).as("%s", COMBINATIONS.get(row)).isLessThanOrEqualTo(quantile(degrees));
        }
    }

    private static float[] uniforms(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] uniforms = new float[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            uniforms[i] = (float) random.nextDouble();
        }
        return uniforms;
    }

    /** Quantile of chi-square by Wilson and Hilferty; with a single token there is no randomness. */
    private static double quantile(int degrees) {
        double spread = 2.0 / (9.0 * Math.max(1, degrees));
        return degrees == 0 ? 1e-6 : degrees * Math.pow(1 - spread + 3.719 * Math.sqrt(spread), 3);
    }
}
