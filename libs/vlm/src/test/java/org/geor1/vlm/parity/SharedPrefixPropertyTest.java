package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.FloatBits;
import org.geor1.vlm.model.BranchBatch;
import org.geor1.vlm.model.BranchBatch.Branch;
import org.geor1.vlm.model.GrpoTerms;
import org.geor1.vlm.model.PrefixPrompt;
import org.geor1.vlm.model.PromptBatch;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The GRPO loss of a group whose prompt and images run once, and its gradient by every parameter, are what one
 * completion after the other gives: over random prompts of text, one image and up to six of mixed sizes, groups of one
 * to five completions of unequal length, with the vision tower trained and frozen.
 */
class SharedPrefixPropertyTest {

    private static final String CHECKPOINT = "tied";

    /** {@code -Dgeor1.cases=N -Dgeor1.seed=S} run others. */
    private static final int CASES = Integer.getInteger("geor1.cases", 208);

    private static final long SEED = Long.getLong("geor1.seed", 20);

    /** Of the largest entry of the same tensor; of the loss's own size. */
    private static final double TOLERANCE = 1e-5;

    /** Completions reach it, and some have a single token. */
    private static final int LENGTH_LIMIT = 160;

    private static final int SIDE = 28;
    private static final float TEMPERATURE = 0.9f;

    private double lossGap;
    private double gradientGap;
    private int severalSheets;

    @Test
    void equalsOneCompletionAfterTheOther() {
        System.out.println("shared prefix: seed " + SEED);
        long start = System.nanoTime();
        try (VlmTokenizer tokenizer = VlmTokenizer.load(ParityFiles.path(CHECKPOINT));
                QwenModel qwen = gentle()) {
            qwen.weights().requireGradients();
            PromptEncoder encoder = PromptEncoder.load(ParityFiles.path(CHECKPOINT), qwen.config(), tokenizer);
            for (int i = 0; i < CASES; i++) {
                Case drawn = Case.draw(i, qwen.config().text().vocabSize());
                compare(qwen, PrefixPrompt.of(encoder.encode(drawn.prompt())), drawn);
            }
        }
        assertThat(severalSheets)
                .as("cases whose completions fill several sheets")
                .isPositive();
        System.out.printf(
                Locale.ROOT,
                "shared prefix: %d cases, %d of several sheets, loss within %.1e, gradients within %.1e, %.0f s%n",
                CASES,
                severalSheets,
                lossGap,
                gradientGap,
                (System.nanoTime() - start) / 1e9);
    }

    /**
     * The checkpoint with its matrices at half their size. As they are, a change in the weights' last bits moves these
     * gradients by up to 2e-5, so that equality could not be told from rounding.
     */
    private static QwenModel gentle() {
        try (Checkpoint checkpoint = Checkpoint.open(ParityFiles.path(CHECKPOINT))) {
            return QwenModel.create(checkpoint.config(), Device.cpu(), weight -> {
                float[] values = FloatBits.toFloats(
                        checkpoint.bytes(weight.name()),
                        checkpoint.info(weight.name()).dtype());
                if (weight.shape().size() > 1 && !weight.name().contains("embed_tokens")) {
                    for (int i = 0; i < values.length; i++) {
                        values[i] /= 2;
                    }
                }
                return values;
            });
        }
    }

    private void compare(QwenModel qwen, PrefixPrompt prompt, Case drawn) {
        NDList shared;
        try (NDManager scope = qwen.newScope()) {
            shared = gradients(scope, qwen, prompt, drawn.completions(), drawn.frozen());
            double loss = 0;
            double[][] sums = new double[shared.size() - Completion.FIRST_GRADIENT][];
            for (Completion completion : drawn.completions()) {
                try (NDManager own = qwen.newScope()) {
                    NDList alone = gradients(own, qwen, prompt, List.of(completion), drawn.frozen());
                    loss += alone.get(0).getFloat();
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] = add(
                                sums[i],
                                alone.get(Completion.FIRST_GRADIENT + i).toFloatArray());
                    }
                }
            }
            double gap = Math.abs(shared.get(0).getFloat() / loss - 1);
            assertThat(gap).as("loss of %s", drawn).isLessThan(TOLERANCE);
            lossGap = Math.max(lossGap, gap);
            for (int i = 0; i < sums.length; i++) {
                double relative =
                        relativeGap(shared.get(Completion.FIRST_GRADIENT + i).toFloatArray(), sums[i]);
                assertThat(relative).as("gradient of tensor %d of %s", i, drawn).isLessThan(TOLERANCE);
                gradientGap = Math.max(gradientGap, relative);
            }
        }
    }

    /** CISPO on-policy, whose value depends on every log-probability and whose gradient is the policy gradient. */
    private NDList gradients(
            NDManager scope, QwenModel qwen, PrefixPrompt prompt, List<Completion> completions, boolean frozen) {
        PromptBatch prompts = PromptBatch.of(scope, qwen.config(), List.of(prompt));
        List<Branch> branches = completions.stream().map(Completion::branch).toList();
        BranchBatch batch = BranchBatch.of(scope, prompts, List.of(branches));
        severalSheets += batch.sheets().size() > 1 ? 1 : 0;
        NDArray none = scope.create(new float[0]);
        NDArray features = frozen ? qwen.encodeImages(scope, prompts) : null;
        return qwen.grpoGradients(
                scope,
                batch,
                features,
                new GrpoTerms(
                        scope.create(each(completions, Completion::weight)),
                        scope.create(each(completions, Completion::advantage)),
                        none,
                        none,
                        none,
                        scope.create(new long[batch.counted()]),
                        scope.create(new float[] {TEMPERATURE, 0.2f, 5, 0, 0, 0, 0, Float.POSITIVE_INFINITY}),
                        scope.create(new long[] {0, 1, 0, 0, 0})));
    }

    /** [M]: the completion's value at each of its tokens. */
    private static float[] each(List<Completion> completions, ToDoubleFunction<Completion> value) {
        float[] values = new float
                [completions.stream().mapToInt(c -> c.branch().counted()).sum()];
        int m = 0;
        for (Completion completion : completions) {
            int end = m + completion.branch().counted();
            Arrays.fill(values, m, end, (float) value.applyAsDouble(completion));
            m = end;
        }
        return values;
    }

    private static double[] add(double @Nullable [] sum, float[] part) {
        double[] result = sum == null ? new double[part.length] : sum;
        for (int i = 0; i < part.length; i++) {
            result[i] += part[i];
        }
        return result;
    }

    private static double relativeGap(float[] values, double[] expected) {
        assertThat(values).hasSize(expected.length);
        double gap = 0;
        double scale = 1e-12;
        for (int i = 0; i < values.length; i++) {
            gap = Math.max(gap, Math.abs(values[i] - expected[i]));
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return gap / scale;
    }

    /** A completion and what the loss takes for each of its tokens. */
    private record Completion(Branch branch, float weight, float advantage) {

        /** Outputs before the gradients: loss, log-probs, entropies, KL, ratios, sampler weights. */
        private static final int FIRST_GRADIENT = 6;
    }

    private record Case(int number, ChatPrompt prompt, List<Completion> completions, boolean frozen) {

        static Case draw(int number, int vocabulary) {
            Random random = new Random(SEED + number);
            int images = number % 4 == 0 ? 0 : number % 4 == 1 ? 1 : 2 + random.nextInt(5);
            List<ChatPrompt.Part> parts = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                parts.add(new ChatPrompt.Text("Tile " + (char) ('A' + i) + ":"));
                parts.add(new ChatPrompt.Image(picture(random)));
            }
            parts.add(new ChatPrompt.Text("Which shows the lake?"));
            ChatPrompt prompt = new ChatPrompt(null, parts);
            int group = 1 + random.nextInt(5);
            List<Completion> completions = new ArrayList<>();
            for (int g = 0; g < group; g++) {
                int length = length(random);
                completions.add(new Completion(
                        new Branch(random.ints(length, 0, vocabulary).toArray(), 0),
                        1f / (group * length),
                        // Of one sign: opposite ones may cancel in a gradient, but not in its rounding.
                        0.5f + random.nextFloat()));
            }
            return new Case(number, prompt, completions, random.nextBoolean());
        }

        /** A single token, the limit, or anything between. */
        private static int length(Random random) {
            return switch (random.nextInt(4)) {
                case 0 -> 1;
                case 1 -> LENGTH_LIMIT;
                default -> 1 + random.nextInt(LENGTH_LIMIT);
            };
        }

        private static BufferedImage picture(Random random) {
            int width = SIDE * (2 + random.nextInt(3));
            int height = SIDE * (2 + random.nextInt(2));
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    image.setRGB(x, y, random.nextInt(1 << 24));
                }
            }
            return image;
        }

        @Override
        public String toString() {
            return "case " + number + " (seed " + (SEED + number) + ", "
                    + prompt.images().size() + " images, completions of "
                    + completions.stream().map(c -> c.branch().ids().length).toList()
                    + (frozen ? ", frozen)" : ", trained)");
        }
    }
}
