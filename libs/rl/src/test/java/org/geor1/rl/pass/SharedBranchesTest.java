package org.geor1.rl.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.geor1.rl.pass.BranchBatch.Branch;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Branches of uneven length that share prompts, in several buckets, get the same scores as each one alone, and their
 * loss and gradient are the sums over the branches run alone.
 */
class SharedBranchesTest {

    private static final String CHECKPOINT = "tied";

    /** Relative to the largest entry of the same tensor. */
    private static final double TOLERANCE = 1e-5;

    private static final List<List<Integer>> LENGTHS = List.of(List.of(2, 150, 1, 5, 7), List.of(120, 3, 9, 1));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void equalBranchesThatRunAlone(boolean frozen) throws IOException {
        try (VlmTokenizer tokenizer = VlmTokenizer.load(ParityFiles.path(CHECKPOINT));
                TrainingModel qwen = TrainingModel.load(ParityFiles.path(CHECKPOINT), Device.cpu(), Precision.FP32);
                NDManager scope = qwen.newScope()) {
            qwen.model().weights().requireGradients();
            PromptEncoder encoder = PromptEncoder.load(
                    ParityFiles.path(CHECKPOINT), qwen.model().config(), tokenizer);
            List<PrefixPrompt> prompts = List.of(
                    PrefixPrompt.of(encoder.encode(ParityFiles.prompt("one_image"))),
                    PrefixPrompt.of(encoder.encode(ParityFiles.prompt("three_images"))));
            // Ids below the image token ids.
            List<List<Branch>> branches =
                    branches(qwen.model().config().tokens().bos());
            BranchBatch together =
                    BranchBatch.of(scope, PromptBatch.of(scope, qwen.model().config(), prompts), branches);
            assertThat(together.buckets()).hasSizeGreaterThan(1);
            NDList shared = gradients(scope, qwen, together, frozen);
            float[] logProbs = shared.get(1).toFloatArray();

            float[][] sums = new float[shared.size()][];
            double loss = 0;
            int at = 0;
            for (int b = 0; b < prompts.size(); b++) {
                for (Branch branch : branches.get(b)) {
                    PromptBatch prompt = PromptBatch.of(scope, qwen.model().config(), List.of(prompts.get(b)));
                    NDList alone =
                            gradients(scope, qwen, BranchBatch.of(scope, prompt, List.of(List.of(branch))), frozen);
                    float[] own = alone.get(1).toFloatArray();
                    assertThat(Arrays.copyOfRange(logProbs, at, at + own.length))
                            .containsExactly(own, within((float) TOLERANCE));
                    at += own.length;
                    loss += alone.get(0).getFloat();
                    add(sums, alone);
                }
            }
            assertThat(at).isEqualTo(logProbs.length);
            assertThat((double) shared.get(0).getFloat()).isCloseTo(loss, within(TOLERANCE * loss));
            for (int i = 4; i < shared.size(); i++) {
                assertThat(relativeGap(shared.get(i).toFloatArray(), sums[i]))
                        .as("gradient of tensor %d", i - 4)
                        .isLessThan(TOLERANCE);
            }
        }
    }

    /** Every token has the same weight. */
    private static NDList gradients(NDManager scope, TrainingModel qwen, BranchBatch batch, boolean frozen) {
        float[] weights = new float[batch.counted()];
        Arrays.fill(weights, 0.01f);
        return Passes.sft(scope, qwen, batch, frozen, scope.create(weights), Passes.keeping(qwen));
    }

    private static List<List<Branch>> branches(int bound) {
        Random random = new Random(3);
        return LENGTHS.stream()
                .map(lengths -> lengths.stream()
                        .map(length -> new Branch(
                                IntStream.generate(() -> random.nextInt(bound))
                                        .limit(length)
                                        .toArray(),
                                length / 3))
                        .toList())
                .toList();
    }

    private static void add(float[][] sums, NDList alone) {
        for (int i = 4; i < alone.size(); i++) {
            float[] part = alone.get(i).toFloatArray();
            if (sums[i] == null) {
                sums[i] = part;
            } else {
                for (int j = 0; j < part.length; j++) {
                    sums[i][j] += part[j];
                }
            }
        }
    }

    private static double relativeGap(float[] values, float[] expected) {
        assertThat(values).hasSameSizeAs(expected);
        double gap = 0;
        double scale = 1e-12;
        for (int i = 0; i < values.length; i++) {
            gap = Math.max(gap, Math.abs(values[i] - expected[i]));
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return gap / scale;
    }
}
