package org.geor1.rl.pass;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The GRPO loss of a group whose prompt and images are computed once, and its gradient with respect to every parameter,
 * equal those of running each sequence in full and differentiating a plain forward pass with libtorch. The random cases
 * have prompts with text, one image or up to six of mixed sizes, and groups of one to five completions of unequal
 * length, with the vision tower trained or frozen.
 */
class SharedPrefixPropertyTest {

    private static final String CHECKPOINT = "tied";

    /** Override with {@code -Dgeor1.cases=N -Dgeor1.seed=S}. */
    private static final int CASES = Integer.getInteger("geor1.cases", 208);

    private static final long SEED = Long.getLong("geor1.seed", 20);

    /** Relative to the largest entry of the same tensor, or to the loss itself. */
    private static final double TOLERANCE = 1e-5;

    /** Outputs before the gradients: loss, log-probs, entropies, KL, ratios, sampler weights. */
    private static final int FIRST_GRADIENT = 6;

    private static final float TEMPERATURE = 0.9f;

    private double lossGap;
    private double gradientGap;
    private int severalBuckets;

    @Test
    void equalsRunningEachCompletionAlone() {
        System.out.println("shared prefix: seed " + SEED);
        long start = System.nanoTime();
        try (VlmTokenizer tokenizer = VlmTokenizer.load(ParityFiles.path(CHECKPOINT));
                TrainingModel qwen = trainable();
                PlainGradients plain = new PlainGradients(qwen)) {
            PromptEncoder encoder = PromptEncoder.load(
                    ParityFiles.path(CHECKPOINT), qwen.model().config(), tokenizer);
            for (int i = 0; i < CASES; i++) {
                RandomGroup drawn =
                        RandomGroup.draw(SEED, i, qwen.model().config().tokens().bos());
                compare(qwen, plain, PrefixPrompt.of(encoder.encode(drawn.prompt())), drawn);
            }
        }
        assertThat(severalBuckets)
                .as("cases whose completions fill several buckets")
                .isPositive();
        System.out.printf(
                Locale.ROOT,
                "shared prefix: %d cases, %d of several buckets, loss within %.1e, gradients within %.1e, %.0f s%n",
                CASES,
                severalBuckets,
                lossGap,
                gradientGap,
                (System.nanoTime() - start) / 1e9);
    }

    private static TrainingModel trainable() {
        TrainingModel qwen = RandomGroup.gentle(CHECKPOINT);
        qwen.model().weights().requireGradients();
        return qwen;
    }

    private void compare(TrainingModel qwen, PlainGradients plain, PrefixPrompt prompt, RandomGroup drawn) {
        try (NDManager scope = qwen.newScope()) {
            NDList shared = shared(scope, qwen, prompt, drawn);
            double loss = 0;
            double[][] sums = new double[shared.size() - FIRST_GRADIENT][];
            for (Completion completion : drawn.completions()) {
                try (NDManager own = qwen.newScope()) {
                    NDList alone = plain.of(
                            own,
                            prompt,
                            completion.branch().ids(),
                            terms(own, drawn, List.of(completion)),
                            !drawn.frozen());
                    loss += alone.get(0).getFloat();
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] = add(sums[i], alone.get(FIRST_GRADIENT + i).toFloatArray());
                    }
                }
            }
            double gap = Math.abs(shared.get(0).getFloat() / loss - 1);
            assertThat(gap).as("loss of %s", drawn).isLessThan(TOLERANCE);
            lossGap = Math.max(lossGap, gap);
            for (int i = 0; i < sums.length; i++) {
                double relative =
                        RandomGroup.relativeGap(shared.get(FIRST_GRADIENT + i).toFloatArray(), sums[i]);
                assertThat(relative).as("gradient of tensor %d of %s", i, drawn).isLessThan(TOLERANCE);
                gradientGap = Math.max(gradientGap, relative);
            }
        }
    }

    private NDList shared(NDManager scope, TrainingModel qwen, PrefixPrompt prompt, RandomGroup drawn) {
        PromptBatch prompts = PromptBatch.of(scope, qwen.model().config(), List.of(prompt));
        List<Branch> branches =
                drawn.completions().stream().map(Completion::branch).toList();
        BranchBatch batch = BranchBatch.of(scope, prompts, List.of(branches));
        severalBuckets += batch.buckets().size() > 1 ? 1 : 0;
        return Passes.grpo(
                scope, qwen, batch, drawn.frozen(), terms(scope, drawn, drawn.completions()), Passes.keeping(qwen));
    }

    /**
     * CISPO, whose value depends on every log-probability. It is on-policy, where its gradient is the policy gradient,
     * except that one case in four has the ratio of a whole completion to an old policy. Two cases in three have an
     * entropy bonus.
     */
    private static GrpoTerms terms(NDManager scope, RandomGroup drawn, List<Completion> completions) {
        boolean byCompletion = drawn.number() % 4 == 0;
        float[] weights = RandomGroup.each(completions, Completion::weight);
        float[] old = new float[byCompletion ? weights.length : 0];
        Arrays.fill(old, -6f);
        int all = RandomGroup.each(drawn.completions(), Completion::weight).length;
        float entropyWeight = drawn.number() % 3 == 0 ? 0 : 0.1f / all;
        Surrogate surrogate = new Surrogate(
                byCompletion ? ImportanceSamplingLevel.SEQUENCE : ImportanceSamplingLevel.TOKEN,
                Form.CISPO,
                0.2f,
                5,
                null);
        return GrpoTerms.builder(
                        new ObjectiveSettings(TEMPERATURE, surrogate, Kl.NONE, entropyWeight, SamplerWeights.NONE))
                .weights(weights)
                .advantages(RandomGroup.each(completions, Completion::advantage))
                .old(old)
                .completions(RandomGroup.numbers(completions))
                .build(scope);
    }

    private static double[] add(double @Nullable [] sum, float[] part) {
        double[] result = sum == null ? new double[part.length] : sum;
        for (int i = 0; i < part.length; i++) {
            result[i] += part[i];
        }
        return result;
    }
}
