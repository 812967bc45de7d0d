package org.geor1.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.geor1.rl.ScoredGroup.ScoredCompletion;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.DType;
import org.geor1.vlm.checkpoint.FloatBits;
import org.geor1.vlm.checkpoint.Safetensors;
import org.geor1.vlm.checkpoint.SafetensorsWriter;
import org.geor1.vlm.checkpoint.WeightNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two updates on a group about three images leave every weight where plain PyTorch and {@code transformers} leave it
 * that run each completion on its own: within 1e-5 of the largest weight of the same tensor. The second one has ratios,
 * clipping, KL and entropy; the vision tower is trained.
 */
class GrpoStepParityTest {

    private static final double TOLERANCE = 1e-5;

    /** Of the largest change in the same tensor, lest a wrong one hide behind the size of the weights. */
    private static final double CHANGE_TOLERANCE = 0.01;

    private static final Path CHECKPOINTS = Path.of("../vlm/src/test/resources/parity");
    private static final Path GOLDENS = Path.of("src/test/resources/parity");

    @TempDir
    Path directory;

    private double weightGap;
    private double changeGap;
    private double sumGap;

    @Test
    void equalsPlainTorch() throws IOException {
        JsonNode golden = json(GOLDENS.resolve("grpo_step.json"));
        TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());
        Path state = directory.resolve("state");
        try (TrainingSession session = sessions.grpo(CHECKPOINTS.resolve("tied"), config(golden))) {
            session.save(state);
        }
        warmUp(state.resolve("optimizer.safetensors"), golden.path("optimizer"));
        try (TrainingSession session = sessions.resume(state)) {
            Map<String, Double> metrics = session.grpoStep(List.of(group(golden)));
            for (Map.Entry<String, JsonNode> expected : golden.path("metrics").properties()) {
                double value = expected.getValue().doubleValue();
                assertThat(metrics.get(expected.getKey()))
                        .as(expected.getKey())
                        .isCloseTo(value, within(1e-4 * Math.abs(value)));
            }
            session.savePolicy(directory.resolve("after"));
        }
        compare();
        System.out.printf(
                Locale.ROOT,
                "grpo step: weights within %.1e, their changes within %.1e, sums of changes within %.1e of a weight%n",
                weightGap,
                changeGap,
                sumGap);
    }

    private static GrpoConfig config(JsonNode golden) {
        JsonNode settings = golden.path("settings");
        GrpoObjective objective = new GrpoObjective(
                LossType.GRPO,
                GrpoObjective.Ratio.TOKEN,
                null,
                null,
                false,
                settings.path("entropy_coef").doubleValue(),
                false,
                16,
                golden.path("updates").intValue(),
                SamplerCorrection.NONE);
        return new GrpoConfig(
                settings.path("learning_rate").doubleValue(),
                settings.path("beta").doubleValue(),
                settings.path("epsilon").doubleValue(),
                settings.path("temperature").doubleValue(),
                ScaleRewards.GROUP,
                settings.path("max_grad_norm").doubleValue(),
                0,
                // So long that the rate does not fall.
                1_000_000,
                false,
                objective);
    }

    /** Puts the golden's optimizer state in place of an empty one. */
    private static void warmUp(Path file, JsonNode optimizer) {
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        try (Safetensors empty = Safetensors.open(file)) {
            for (String name : empty.names()) {
                float[] values = empty.floats(name);
                if (name.startsWith("step.")) {
                    Arrays.fill(values, optimizer.path("step").floatValue());
                } else if (name.startsWith("exp_avg_sq.")) {
                    Arrays.fill(values, optimizer.path("exp_avg_sq").floatValue());
                }
                tensors.add(SafetensorsWriter.Tensor.of(
                        name, DType.F32, empty.info(name).shape(), values));
            }
        }
        SafetensorsWriter.writeFile(file, tensors);
    }

    private static ScoredGroup group(JsonNode golden) throws IOException {
        List<ScoredCompletion> completions = new ArrayList<>();
        for (JsonNode ids : golden.path("completions")) {
            int[] tokens = StreamSupport.stream(ids.spliterator(), false)
                    .mapToInt(JsonNode::intValue)
                    .toArray();
            double reward = golden.path("rewards").get(completions.size()).doubleValue();
            completions.add(new ScoredCompletion(tokens, new float[tokens.length], reward, false));
        }
        return new ScoredGroup("g", prompt(golden.path("case").stringValue()), completions);
    }

    private static ChatPrompt prompt(String name) throws IOException {
        JsonNode turn = json(CHECKPOINTS.resolve("cases.json")).at("/" + name + "/messages/0/content");
        List<ChatPrompt.Part> parts = new ArrayList<>();
        for (JsonNode part : turn) {
            parts.add(
                    part.has("text")
                            ? new ChatPrompt.Text(part.path("text").stringValue())
                            : picture(part.path("image").stringValue()));
        }
        assertThat(parts).as(name).isNotEmpty();
        return new ChatPrompt(null, parts);
    }

    private static ChatPrompt.Image picture(String name) throws IOException {
        return new ChatPrompt.Image(
                ImageIO.read(CHECKPOINTS.resolve("images/" + name + ".png").toFile()));
    }

    private void compare() throws IOException {
        try (Checkpoint before = Checkpoint.open(CHECKPOINTS.resolve("tied"));
                Checkpoint after = Checkpoint.open(directory.resolve("after"));
                Safetensors golden = Safetensors.open(GOLDENS.resolve("grpo_step.safetensors"))) {
            for (WeightNames.Weight weight : WeightNames.expected(before.config())) {
                float[] was = floats(before, weight.name());
                float[] is = floats(after, weight.name());
                samplesEqual(weight.name(), is, was, golden);
                if (weight.shape().size() > 1) {
                    sumsEqual(weight.name(), is, was, golden);
                }
            }
        }
    }

    private void samplesEqual(String name, float[] is, float[] was, Safetensors golden) {
        float[] samples = golden.floats(name + ".samples");
        LongBuffer places = golden.bytes(name + ".places").asLongBuffer();
        double scale = scale(is);
        double change = 0;
        double gap = 0;
        for (int i = 0; i < samples.length; i++) {
            int place = Math.toIntExact(places.get(i));
            gap = Math.max(gap, Math.abs(is[place] - samples[i]));
            change = Math.max(change, Math.abs(was[place] - samples[i]));
        }
        assertThat(gap / scale).as(name).isLessThan(TOLERANCE);
        weightGap = Math.max(weightGap, gap / scale);
        assertThat(gap / change).as("changes of " + name).isLessThan(CHANGE_TOLERANCE);
        changeGap = Math.max(changeGap, gap / change);
    }

    /** By rows and by columns, so that every weight counts. */
    private void sumsEqual(String name, float[] is, float[] was, Safetensors golden) {
        float[] rows = golden.floats(name + ".rows");
        float[] columns = golden.floats(name + ".columns");
        double[] ownRows = new double[rows.length];
        double[] ownColumns = new double[columns.length];
        for (int i = 0; i < is.length; i++) {
            double change = (double) is[i] - was[i];
            ownRows[i / columns.length] += change;
            ownColumns[i % columns.length] += change;
        }
        double scale = scale(is);
        assertThat(gap(ownRows, rows) / scale).as("rows of " + name).isLessThan(TOLERANCE);
        assertThat(gap(ownColumns, columns) / scale).as("columns of " + name).isLessThan(TOLERANCE);
        sumGap = Math.max(sumGap, Math.max(gap(ownRows, rows), gap(ownColumns, columns)) / scale);
    }

    private static double gap(double[] values, float[] expected) {
        assertThat(values).hasSize(expected.length);
        double gap = 0;
        for (int i = 0; i < values.length; i++) {
            gap = Math.max(gap, Math.abs(values[i] - expected[i]));
        }
        return gap;
    }

    private static double scale(float[] values) {
        double scale = 0;
        for (float value : values) {
            scale = Math.max(scale, Math.abs(value));
        }
        return scale;
    }

    private static float[] floats(Checkpoint checkpoint, String name) {
        return FloatBits.toFloats(checkpoint.bytes(name), checkpoint.info(name).dtype());
    }

    private static JsonNode json(Path file) throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(file));
    }
}
