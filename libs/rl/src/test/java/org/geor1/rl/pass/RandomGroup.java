package org.geor1.rl.pass;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.geor1.rl.pass.BranchBatch.Branch;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.safetensors.FloatBits;
import org.geor1.vlm.model.QwenModel;

/**
 * A prompt with text, one image or up to six of mixed sizes, and one to five completions of unequal length.
 *
 * @param frozen whether the vision tower is
 */
record RandomGroup(long seed, int number, ChatPrompt prompt, List<Completion> completions, boolean frozen) {

    /** The maximum length; some completions have a single token. */
    private static final int LENGTH_LIMIT = 160;

    /** One case in this many has long completions, whose attention is computed in pieces. */
    private static final int LONG = 26;

    private static final int LONG_LIMIT = 640;

    private static final int SIDE = 28;

    /** A completion and the inputs of the loss for each of its tokens. */
    record Completion(Branch branch, float weight, float advantage) {}

    /**
     * A checkpoint with its matrices halved in value. At full value, a change in the last bits of the weights moves
     * these gradients by up to 2e-5, so rounding would hide real differences.
     */
    static TrainingModel gentle(String name) {
        try (Checkpoint checkpoint = Checkpoint.open(ParityFiles.path(name))) {
            return TrainingModel.of(QwenModel.create(checkpoint.config(), Device.cpu(), weight -> {
                float[] values = FloatBits.toFloats(
                        checkpoint.bytes(weight.name()),
                        checkpoint.info(weight.name()).dtype());
                if (weight.shape().size() > 1 && !weight.name().contains("embed_tokens")) {
                    for (int i = 0; i < values.length; i++) {
                        values[i] /= 2;
                    }
                }
                return values;
            }));
        }
    }

    /** @param bound upper bound of the tokens; image token ids lie above it */
    static RandomGroup draw(long seed, int number, int bound) {
        Random random = new Random(seed + number);
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
            int length = length(random, number % LONG == LONG - 1 ? LONG_LIMIT : LENGTH_LIMIT);
            completions.add(new Completion(
                    new Branch(random.ints(length, 0, bound).toArray(), 0),
                    1f / (group * length),
                    // All of one sign: opposite signs could cancel in a gradient, but not in its rounding error.
                    0.5f + random.nextFloat()));
        }
        return new RandomGroup(seed, number, prompt, completions, random.nextBoolean());
    }

    /** A single token, the limit, or anything in between. */
    private static int length(Random random, int limit) {
        return switch (random.nextInt(4)) {
            case 0 -> 1;
            case 1 -> limit;
            default -> 1 + random.nextInt(limit);
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
        return "case " + number + " (seed " + (seed + number) + ", "
                + prompt.images().size() + " images, completions of "
                + completions.stream().map(c -> c.branch().ids().length).toList()
                + (frozen ? ", frozen)" : ", trained)");
    }

    /** [M]: the completion's value, repeated for each of its tokens. */
    static float[] each(List<Completion> completions, ToDoubleFunction<Completion> value) {
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

    /** The index of each token's completion, from 0. */
    static long[] numbers(List<Completion> completions) {
        return IntStream.range(0, completions.size())
                .flatMap(i -> IntStream.generate(() -> i)
                        .limit(completions.get(i).branch().counted()))
                .asLongStream()
                .toArray();
    }

    static double relativeGap(float[] values, double[] expected) {
        assertThat(values).hasSize(expected.length);
        double gap = 0;
        double scale = 1e-12;
        for (int i = 0; i < values.length; i++) {
            gap = Math.max(gap, Math.abs(values[i] - expected[i]));
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return gap / scale;
    }
}
