package org.geor1.benchmarks.parity;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.engine.sampling.SamplingPolicy;
import tools.jackson.databind.JsonNode;

/**
 * Sampling distributions compared with the logits processors of {@code generate}, under every combination of settings.
 */
final class SamplingChecks {

    private static final List<String> SETS = List.of("spread widely", "spread narrowly", "with ties", "all equal");

    /** Sets whose ties any order of tokens may break. */
    private static final int FIRST_WITH_TIES = 2;

    /** Two softmaxes in fp32 over 24 tokens. */
    private static final double TOLERANCE = 2e-6;

    private SamplingChecks() {}

    static List<Check> of(Goldens goldens) {
        JsonNode json = goldens.json("sampling.json");
        List<SamplingParams> combinations = combinations(json.required("combinations"));
        int[] seen =
                json.required("seen").valueStream().mapToInt(JsonNode::intValue).toArray();
        List<Check> checks = new ArrayList<>();
        try (Safetensors stored = goldens.openFile("sampling.safetensors");
                SamplingPolicy policy = SamplingPolicy.open(Device.cpu())) {
            float[] logits = stored.floats("logits");
            float[] probabilities = stored.floats("probabilities");
            int tokens = logits.length / SETS.size();
            for (int set = 0; set < SETS.size(); set++) {
                float[] found = policy.probabilities(
                        Arrays.copyOfRange(logits, set * tokens, (set + 1) * tokens), seen, combinations);
                float[] expected = Arrays.copyOfRange(probabilities, set * found.length, (set + 1) * found.length);
                if (set >= FIRST_WITH_TIES) {
                    sortRows(found, tokens);
                    sortRows(expected, tokens);
                }
                String what = combinations.size() + " combinations, logits " + SETS.get(set);
                checks.add(new Check("sampling", what, TOLERANCE, Distance.max(found, expected)));
                checks.add(new Check("sampling", what + ", kept", 0, keptDiffering(found, expected)));
            }
        }
        return checks;
    }

    private static List<SamplingParams> combinations(JsonNode rows) {
        List<SamplingParams> combinations = new ArrayList<>();
        for (JsonNode row : rows) {
            combinations.add(new SamplingParams(
                            row.required("temperature").doubleValue(),
                            row.required("top_k").intValue(),
                            row.required("top_p").doubleValue(),
                            1,
                            0)
                    .withMinP(row.required("min_p").doubleValue())
                    .withRepetitionPenalty(row.required("repetition_penalty").doubleValue()));
        }
        return combinations;
    }

    private static void sortRows(float[] values, int width) {
        for (int from = 0; from < values.length; from += width) {
            Arrays.sort(values, from, from + width);
        }
    }

    private static int keptDiffering(float[] left, float[] right) {
        int differing = 0;
        for (int i = 0; i < left.length; i++) {
            differing += left[i] > 0 == right[i] > 0 ? 0 : 1;
        }
        return differing;
    }
}
