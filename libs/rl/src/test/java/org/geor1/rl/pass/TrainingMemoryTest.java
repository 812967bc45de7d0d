package org.geor1.rl.pass;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.geor1.protocol.grpo.ImportanceSamplingLevel;
import org.geor1.rl.pass.BranchBatch.Branch;
import org.geor1.rl.pass.ObjectiveSettings.Form;
import org.geor1.rl.pass.ObjectiveSettings.Kl;
import org.geor1.rl.pass.ObjectiveSettings.SamplerWeights;
import org.geor1.rl.pass.ObjectiveSettings.Surrogate;
import org.geor1.rl.pass.RandomGroup.Completion;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gradient checkpointing and chunked logits affect only memory: losses, log-probabilities, entropies and the gradient
 * with respect to every parameter equal those of a pass that keeps everything, with the vision tower trained or frozen,
 * and with or without a gradient through entropies.
 */
class TrainingMemoryTest {

    private static final int CASES = 8;
    private static final long SEED = 40;

    /** Relative to the largest entry of the same tensor. */
    private static final double TOLERANCE = 1e-5;

    private static final float TEMPERATURE = 0.9f;

    /** Rows of logits per chunk: most batches take several chunks, the last one partly filled. */
    private static final int ROWS = 37;

    private double largest;

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied"})
    void changesNothingElse(String checkpoint) {
        try (VlmTokenizer tokenizer = VlmTokenizer.load(ParityFiles.path(checkpoint));
                TrainingModel qwen = RandomGroup.gentle(checkpoint)) {
            qwen.model().weights().requireGradients();
            int bound = qwen.model().config().tokens().bos();
            int rows = TrainingMemory.logitRows(qwen.model().config().text().vocabSize());
            PromptEncoder encoder = PromptEncoder.load(
                    ParityFiles.path(checkpoint), qwen.model().config(), tokenizer);
            for (int i = 0; i < CASES; i++) {
                RandomGroup drawn = RandomGroup.draw(SEED, i, bound);
                PrefixPrompt prompt = PrefixPrompt.of(encoder.encode(drawn.prompt()));
                compare(qwen, prompt, drawn, new TrainingMemory(true, rows));
                compare(qwen, prompt, drawn, new TrainingMemory(i % 2 == 0, ROWS));
            }
        }
        System.out.printf(Locale.ROOT, "training memory, %s: outputs within %.1e%n", checkpoint, largest);
    }

    private void compare(TrainingModel qwen, PrefixPrompt prompt, RandomGroup drawn, TrainingMemory memory) {
        try (NDManager scope = qwen.newScope()) {
            PromptBatch prompts = PromptBatch.of(scope, qwen.model().config(), List.of(prompt));
            List<Branch> branches =
                    drawn.completions().stream().map(Completion::branch).toList();
            BranchBatch batch = BranchBatch.of(scope, prompts, List.of(branches));
            float[] each = RandomGroup.each(drawn.completions(), Completion::weight);
            NDArray weights = scope.create(each);
            same(
                    drawn + " " + memory + ", sft",
                    Passes.sft(scope, qwen, batch, drawn.frozen(), weights, memory),
                    Passes.sft(scope, qwen, batch, drawn.frozen(), weights, Passes.keeping(qwen)));
            for (ImportanceSamplingLevel level : ImportanceSamplingLevel.values()) {
                GrpoTerms terms = terms(scope, drawn, each, level);
                same(
                        drawn + " " + memory + ", grpo " + level,
                        Passes.grpo(scope, qwen, batch, drawn.frozen(), terms, memory),
                        Passes.grpo(scope, qwen, batch, drawn.frozen(), terms, Passes.keeping(qwen)));
            }
        }
    }

    private void same(String what, NDList outputs, NDList expected) {
        assertThat(outputs).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < outputs.size(); i++) {
            assertThat(outputs.get(i).getShape()).isEqualTo(expected.get(i).getShape());
            if (outputs.get(i).getDataType().isFloating()) {
                float[] values = expected.get(i).toFloatArray();
                double[] doubles = new double[values.length];
                for (int j = 0; j < values.length; j++) {
                    doubles[j] = values[j];
                }
                double gap = RandomGroup.relativeGap(outputs.get(i).toFloatArray(), doubles);
                assertThat(gap).as("output %d of %s", i, what).isLessThan(TOLERANCE);
                largest = Math.max(largest, gap);
            }
        }
    }

    /**
     * A KL term against a fixed reference and, in two of three cases, an entropy bonus.
     *
     * @param level whether the tokens of a completion depend on each other
     */
    private static GrpoTerms terms(NDManager scope, RandomGroup drawn, float[] weights, ImportanceSamplingLevel level) {
        float entropyWeight = drawn.number() % 3 == 0 ? 0 : 0.1f / weights.length;
        float[] earlier = new float[weights.length];
        Arrays.fill(earlier, -6f);
        Surrogate surrogate = new Surrogate(level, Form.CISPO, 0.2f, 5, null);
        ObjectiveSettings settings =
                new ObjectiveSettings(TEMPERATURE, surrogate, new Kl(0.04f, false), entropyWeight, SamplerWeights.NONE);
        return GrpoTerms.builder(settings)
                .weights(weights)
                .advantages(RandomGroup.each(drawn.completions(), Completion::advantage))
                .old(level == ImportanceSamplingLevel.SEQUENCE ? earlier : new float[0])
                .reference(earlier)
                .completions(RandomGroup.numbers(drawn.completions()))
                .build(scope);
    }
}
