package org.geor1.rl.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.protocol.training.Lora;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Adapters start with no effect, are the only weights that change, merge into the policy as W0 + lora_alpha / r × B A,
 * and resume bit for bit from a saved state. {@code LoraChecks} in the benchmarks compares their updates with
 * {@code peft}'s.
 */
class LoraTest {

    private static final Path CHECKPOINT = Path.of("../vlm/src/test/resources/parity/tied");
    private static final Lora LORA = new Lora(4, 8, List.of("q_proj", "v_proj", "up_proj", "down_proj"));
    private static final List<SftExample> EXAMPLES =
            List.of(new SftExample(ChatPrompt.of(new ChatPrompt.Text("lake or sand?")), "lake and sand"));
    private static final String PEFT = "base_model.model.model.language_model.layers.";

    private final TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());

    @TempDir
    Path directory;

    private static SftConfig config(long seed, MemoryOptions memory) {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(1e-2)
                .trainable(new Trainable(true, List.of(), LORA))
                .memory(memory)
                .seed(seed)
                .build();
        return new SftConfig(update, 0.1);
    }

    @Test
    void startsAsTheModelItself() {
        try (TrainingSession session = sessions.sft(CHECKPOINT, config(1, MemoryOptions.STANDARD))) {
            session.save(directory.resolve("state"));
        }
        assertThat(FrozenModulesTest.weights(directory.resolve("state")))
                .isEqualTo(FrozenModulesTest.weights(CHECKPOINT));
        try (Safetensors adapter = adapter("state")) {
            assertThat(adapter.names()).hasSize(2 * 2 * LORA.targetModules().size());
            float[] a = adapter.floats(PEFT + "0.mlp.down_proj.lora_A.weight");
            // Uniform within ± 1 / √120: with this many values, the extremes are close to both ends.
            assertThat(a).hasSize(4 * 120);
            assertThat(largest(a)).isBetween(0.95 / Math.sqrt(120), 1 / Math.sqrt(120));
            assertThat(largest(adapter.floats(PEFT + "0.mlp.down_proj.lora_B.weight")))
                    .isZero();
        }
    }

    @Test
    void theSeedDeterminesTheInitialAdapters() throws IOException {
        for (long seed : new long[] {1, 2}) {
            try (TrainingSession session = sessions.sft(CHECKPOINT, config(seed, MemoryOptions.STANDARD))) {
                session.savePolicy(directory.resolve("a" + seed));
            }
            try (TrainingSession session = sessions.sft(CHECKPOINT, config(seed, MemoryOptions.STANDARD))) {
                session.savePolicy(directory.resolve("b" + seed));
            }
            assertThat(adapterBytes("a" + seed)).isEqualTo(adapterBytes("b" + seed));
        }
        assertThat(adapterBytes("a1")).isNotEqualTo(adapterBytes("a2"));
    }

    @Test
    void onlyAdaptersLearnAndThePolicyIsTheMergedModel() {
        try (TrainingSession session = sessions.sft(CHECKPOINT, config(1, MemoryOptions.STANDARD))) {
            double first = session.sftStep(EXAMPLES).getOrDefault("loss", 0.0);
            for (int i = 0; i < 30; i++) {
                session.sftStep(EXAMPLES);
            }
            assertThat(session.sftLoss(EXAMPLES)).isLessThan(0.8 * first);
            session.save(directory.resolve("state"));
        }
        Map<String, List<Float>> before = FrozenModulesTest.weights(CHECKPOINT);
        Map<String, List<Float>> after = FrozenModulesTest.weights(directory.resolve("state"));
        int merged = 0;
        try (Safetensors adapter = adapter("state")) {
            for (String name : before.keySet()) {
                String module = PEFT + name.replace("model.layers.", "").replace(".weight", "");
                if (!adapter.names().contains(module + ".lora_A.weight")) {
                    assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
                    continue;
                }
                double[] expected = merged(
                        before.getOrDefault(name, List.of()),
                        adapter.floats(module + ".lora_A.weight"),
                        adapter.floats(module + ".lora_B.weight"));
                List<Float> ours = after.getOrDefault(name, List.of());
                assertThat(after.get(name)).isNotEqualTo(before.get(name));
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) ours.get(i)).isCloseTo(expected[i], within(1e-6));
                }
                merged++;
            }
        }
        assertThat(merged).isEqualTo(2 * LORA.targetModules().size());
        try (Safetensors optimizer = Safetensors.open(directory.resolve("state/optimizer.safetensors"))) {
            assertThat(optimizer.names()).hasSize(3 * 2 * merged);
        }
    }

    /** W0 + 2 B A, in double precision. */
    private static double[] merged(List<Float> base, float[] a, float[] b) {
        int rank = LORA.r();
        int columns = a.length / rank;
        double[] result = new double[base.size()];
        for (int i = 0; i < result.length; i++) {
            double sum = 0;
            for (int k = 0; k < rank; k++) {
                sum += (double) b[i / columns * rank + k] * a[k * columns + i % columns];
            }
            result[i] = base.get(i) + 2 * sum;
        }
        return result;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void aResumedSessionContinuesAsIfItHadNeverStopped(Precision weights) throws IOException {
        MemoryOptions memory = MemoryOptions.STANDARD.withWeightsDtype(weights);
        try (TrainingSession session = sessions.sft(CHECKPOINT, config(1, memory))) {
            session.sftStep(EXAMPLES);
            session.sftStep(EXAMPLES);
            session.save(directory.resolve("state"));
            session.sftStep(EXAMPLES);
            session.savePolicy(directory.resolve("whole"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"))) {
            session.savePolicy(directory.resolve("same"));
            session.sftStep(EXAMPLES);
            session.savePolicy(directory.resolve("resumed"));
        }
        for (String file : List.of("model.safetensors", "adapter/adapter_model.safetensors")) {
            assertThat(bytes("same", file)).as(file).isEqualTo(bytes("state", file));
            assertThat(bytes("resumed", file))
                    .as(file)
                    .isEqualTo(bytes("whole", file))
                    .isNotEqualTo(bytes("same", file));
        }
    }

    @Test
    void refusesWhatPeftDoesNotAccept() {
        assertThatThrownBy(() -> new Lora(4, 8, List.of("lm_head"))).hasMessageContaining("lora.target_modules");
        assertThatThrownBy(() -> new Trainable(true, List.of("model.norm"), LORA))
                .hasMessageContaining("freeze");
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private Safetensors adapter(String name) {
        return Safetensors.open(directory.resolve(name).resolve("adapter/adapter_model.safetensors"));
    }

    private byte[] adapterBytes(String name) throws IOException {
        return bytes(name, "adapter/adapter_model.safetensors");
    }

    private byte[] bytes(String name, String file) throws IOException {
        return Files.readAllBytes(directory.resolve(name).resolve(file));
    }
}
