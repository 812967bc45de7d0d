package org.geor1.rl.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the types of weights and states, training learns as in fp32, resumes with the same bits, and saves a policy
 * of the type it trains.
 */
class MemoryOptionsTest {

    private static final Path CHECKPOINT = Path.of("../vlm/src/test/resources/parity/tied");
    private static final MemoryOptions BF16 =
            MemoryOptions.STANDARD.withWeightsDtype(Precision.BF16).withOptimStates(Precision.BF16);

    private final TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());

    @TempDir
    Path directory;

    /** Sixteen updates on two examples (vision trained, so every weight takes part) halve the loss. */
    @Test
    void lossFallsAsInFp32() {
        List<Double> expected = losses(sft(MemoryOptions.STANDARD, false));
        assertThat(expected.get(15)).isLessThan(expected.get(0) / 2);
        for (MemoryOptions options : List.of(
                MemoryOptions.STANDARD.withWeightsDtype(Precision.BF16),
                MemoryOptions.STANDARD.withOptimStates(Precision.BF16),
                BF16)) {
            List<Double> found = losses(sft(options, options.equals(BF16)));
            for (int i = 0; i < 16; i++) {
                assertThat(found.get(i))
                        .as("loss %d with %s", i, options)
                        .isCloseTo(expected.get(i), within(0.01 * expected.get(0)));
            }
        }
    }

    private List<Double> losses(SftConfig config) {
        List<SftExample> examples =
                List.of(new SftExample(prompt(1), "north lake"), new SftExample(prompt(2), "south forest and sand"));
        List<Double> losses = new ArrayList<>();
        try (TrainingSession session = sessions.sft(CHECKPOINT, config)) {
            for (int i = 0; i < 16; i++) {
                losses.add(session.sftStep(examples).getOrDefault("loss", Double.NaN));
            }
        }
        return losses;
    }

    @Test
    void recomputedLayersGiveTheSameGradients() {
        List<SftExample> examples = List.of(new SftExample(prompt(1), "north lake"));
        double[] norms = Stream.of(false, true)
                .mapToDouble(recompute -> {
                    try (TrainingSession session = sessions.sft(CHECKPOINT, sft(BF16, recompute))) {
                        return session.sftStep(examples).getOrDefault("grad_norm", Double.NaN);
                    }
                })
                .toArray();
        assertThat(norms[1]).isCloseTo(norms[0], within(0.01 * norms[0]));
    }

    @Test
    void textIsTrainedInBf16WithTheVisionTower() {
        List<SftExample> examples =
                List.of(new SftExample(ChatPrompt.of(new ChatPrompt.Text("lake or sand?")), "lake and sand"));
        for (boolean recompute : new boolean[] {false, true}) {
            try (TrainingSession session = sessions.sft(CHECKPOINT, sft(BF16, recompute))) {
                double first = session.sftStep(examples).getOrDefault("loss", Double.NaN);
                for (int i = 0; i < 6; i++) {
                    session.sftStep(examples);
                }
                assertThat(session.sftStep(examples).getOrDefault("loss", Double.NaN))
                        .isLessThan(first);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"BF16, BF16, true", "BF16, FP32, false", "FP32, BF16, false", "FP32, FP32, true"})
    void aResumedSessionEndsWithTheSameBits(Precision weights, Precision states, boolean offload) throws IOException {
        MemoryOptions options = new MemoryOptions(weights, states, offload, offload);
        try (TrainingSession session = sessions.grpo(CHECKPOINT, grpo(options, 5))) {
            session.grpoStep(List.of(group()));
            session.save(directory.resolve("state"));
            session.grpoStep(List.of(group()));
            session.save(directory.resolve("undisturbed"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"))) {
            session.grpoStep(List.of(group()));
            session.save(directory.resolve("resumed"));
        }
        for (String file : List.of("model.safetensors", "optimizer.safetensors", "reference/model.safetensors")) {
            assertThat(bytes("resumed", file)).as(file).isEqualTo(bytes("undisturbed", file));
        }
        assertThat(bytes("state", "model.safetensors")).isNotEqualTo(bytes("resumed", "model.safetensors"));
    }

    @Test
    void theSeedDeterminesRounding() throws IOException {
        for (int seed : new int[] {5, 6}) {
            try (TrainingSession session = sessions.grpo(CHECKPOINT, grpo(BF16, seed))) {
                session.grpoStep(List.of(group()));
                session.savePolicy(directory.resolve("seed" + seed));
            }
        }
        assertThat(bytes("seed5", "model.safetensors")).isNotEqualTo(bytes("seed6", "model.safetensors"));
    }

    @Test
    void aPolicyIsSavedInTheTypeItIsTrainedIn() {
        try (TrainingSession session = sessions.grpo(CHECKPOINT, grpo(BF16, 5))) {
            session.grpoStep(List.of(group()));
            session.savePolicy(directory.resolve("policy"));
        }
        Path policy = directory.resolve("policy");
        assertThat(JsonFiles.readObject(policy.resolve("config.json"), 1 << 20)
                        .path("torch_dtype")
                        .stringValue())
                .isEqualTo("bfloat16");
        try (Checkpoint checkpoint = Checkpoint.open(policy)) {
            assertThat(checkpoint.names())
                    .allMatch(name -> checkpoint.info(name).dtype() == DType.BF16);
        }
    }

    /** A CPU has a single memory, so offloading must give the same bits. Not yet run on a GPU. */
    @Test
    void offloadingChangesNothing() throws IOException {
        MemoryOptions offloaded =
                MemoryOptions.STANDARD.withOffloadedOptimizer().withOffloadedReference();
        for (MemoryOptions options : List.of(MemoryOptions.STANDARD, offloaded)) {
            try (TrainingSession session = sessions.grpo(CHECKPOINT, grpo(options, 5))) {
                session.grpoStep(List.of(group()));
                assertThat(session.grpoStep(List.of(group())).metrics().getOrDefault("kl", 0.0))
                        .isPositive();
                session.save(directory.resolve("offloaded" + options.offloadOptimizer()));
            }
        }
        for (String file : List.of("model.safetensors", "optimizer.safetensors")) {
            assertThat(bytes("offloadedtrue", file)).as(file).isEqualTo(bytes("offloadedfalse", file));
        }
    }

    private byte[] bytes(String name, String file) throws IOException {
        return Files.readAllBytes(directory.resolve(name).resolve(file));
    }

    private static SftConfig sft(MemoryOptions options, boolean gradientCheckpointing) {
        return new SftConfig(
                update(options, 11).gradientCheckpointing(gradientCheckpointing).build(), 0.01);
    }

    private static GrpoConfig grpo(MemoryOptions options, long seed) {
        return GrpoConfig.builder(
                        update(options, seed).trainable(Trainable.TEXT).build())
                .beta(0.04)
                .temperature(0.9)
                .build();
    }

    private static UpdateConfig.Builder update(MemoryOptions options, long seed) {
        return UpdateConfig.builder()
                .learningRate(1e-3)
                .maxSteps(100)
                .memory(options)
                .seed(seed);
    }

    private static ScoredGroup group() {
        return new ScoredGroup(
                "g",
                prompt(1),
                IntStream.range(0, 4)
                        .mapToObj(i -> new ScoredCompletion(
                                IntStream.range(20 + i, 24 + 2 * i).toArray(), new float[4 + i], i == 1 ? 1 : 0, false))
                        .toList());
    }

    private static ChatPrompt prompt(int seed) {
        BufferedImage image = new BufferedImage(84, 56, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < 56; y++) {
            for (int x = 0; x < 84; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return ChatPrompt.of(new ChatPrompt.Text("Tile:"), new ChatPrompt.Image(image), new ChatPrompt.Text("A;"));
    }
}
