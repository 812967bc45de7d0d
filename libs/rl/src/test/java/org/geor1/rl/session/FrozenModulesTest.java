package org.geor1.rl.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.trained.TrainedTensors;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frozen modules keep every bit and have no optimizer state; the others are trained as if nothing were frozen. */
class FrozenModulesTest {

    private static final Path TIED = Path.of("../vlm/src/test/resources/parity/tied");
    private static final Path UNTIED = Path.of("../vlm/src/test/resources/parity/untied");
    private static final List<String> MODULES = List.of(
            "model.embed_tokens",
            "model.layers.0",
            "model.layers.1.mlp",
            "visual.merger.mlp.0",
            "visual.blocks.0.attn");
    private static final List<SftExample> EXAMPLES =
            List.of(new SftExample(ChatPrompt.of(new ChatPrompt.Text("lake or sand?")), "lake and sand"));

    private final TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());

    @TempDir
    Path directory;

    @Test
    void sftKeepsThemAndTrainsTheRestAsIfNothingWereFrozen() {
        Map<String, List<Float>> before = weights(TIED);
        Map<String, List<Float>> free = trained("free", Trainable.ALL);
        Map<String, List<Float>> frozen = trained("frozen", new Trainable(false, MODULES, null));
        frozen.forEach((name, values) ->
                assertThat(values).as(name).isEqualTo(isFrozen(name) ? before.get(name) : free.get(name)));
        assertThat(frozen.get("model.layers.1.self_attn.q_proj.weight"))
                .isNotEqualTo(before.get("model.layers.1.self_attn.q_proj.weight"));
        try (Safetensors all = Safetensors.open(directory.resolve("free/optimizer.safetensors"));
                Safetensors some = Safetensors.open(directory.resolve("frozen/optimizer.safetensors"))) {
            // Embedding, seven tensors of a layer, two of another, two of the merger, four of a block.
            assertThat(some.names()).hasSize(all.names().size() - 3 * (1 + 7 + 2 + 2 + 4));
        }
    }

    /** One update with weight decay and without clipping, since clipping would make weights depend on each other. */
    private Map<String, List<Float>> trained(String name, Trainable trainable) {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(1e-3)
                .maxGradNorm(1e6)
                .trainable(trainable)
                .build();
        try (TrainingSession session = sessions.sft(TIED, new SftConfig(update, 0.1))) {
            session.sftStep(EXAMPLES);
            session.save(directory.resolve(name));
        }
        return weights(directory.resolve(name));
    }

    @Test
    void grpoKeepsThemAndResumesWhereItStopped() {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(1e-3)
                .trainable(new Trainable(true, List.of("lm_head", "model.layers.0", "model.norm"), null))
                .build();
        ScoredGroup group = new ScoredGroup(
                "g",
                ChatPrompt.of(new ChatPrompt.Text("lake or sand?")),
                List.of(
                        new ScoredCompletion(new int[] {20, 21}, new float[2], 1, false),
                        new ScoredCompletion(new int[] {22, 23, 24}, new float[3], 0, false)));
        try (TrainingSession session =
                sessions.grpo(UNTIED, GrpoConfig.builder(update).build())) {
            session.grpoStep(List.of(group));
            session.save(directory.resolve("state"));
            session.grpoStep(List.of(group));
            session.savePolicy(directory.resolve("whole"));
        }
        try (TrainingSession session = sessions.resume(directory.resolve("state"))) {
            session.grpoStep(List.of(group));
            session.savePolicy(directory.resolve("resumed"));
        }
        Map<String, List<Float>> before = weights(UNTIED);
        Map<String, List<Float>> after = weights(directory.resolve("whole"));
        assertThat(weights(directory.resolve("resumed"))).isEqualTo(after);
        after.forEach((name, values) -> {
            if (name.startsWith("visual.")
                    || name.startsWith("model.layers.0.")
                    || name.equals("model.norm.weight")
                    || name.equals("lm_head.weight")) {
                assertThat(values).as(name).isEqualTo(before.get(name));
            }
        });
        assertThat(after.get("model.embed_tokens.weight")).isNotEqualTo(before.get("model.embed_tokens.weight"));
        assertThatThrownBy(() -> sessions.resume(
                        directory.resolve("state"),
                        GrpoConfig.builder(UpdateConfig.builder()
                                        .trainable(Trainable.TEXT)
                                        .build())
                                .build()))
                .hasMessageContaining("freeze");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.layers.9 | no weight of this model is in 'model.layers.9'",
                "model.layer | no weight of this model is in 'model.layer'",
                "lm_head | name model.embed_tokens instead of 'lm_head'",
                "model.layers.0.self_attn.q_proj | freeze model.layers.0.self_attn.k_proj and"
                        + " model.layers.0.self_attn.v_proj too",
                "model.layers.0.mlp.up_proj | freeze model.layers.0.mlp.gate_proj too",
            })
    void refusesModulesThatCannotBeFrozenWithARemedy(String module, String message) {
        Qwen25VlConfig config = ConfigReader.read(TIED);
        assertThatThrownBy(() -> TrainedTensors.of(config, new Trainable(false, List.of(module), null)))
                .hasMessageStartingWith("freeze: ")
                .hasMessageContaining(message);
    }

    @Test
    void acceptsPartsOfATensorAndNewerModuleNames() {
        Qwen25VlConfig config = ConfigReader.read(TIED);
        Trainable parts = new Trainable(
                true, List.of("model.layers.0.mlp.gate_proj", "model.language_model.layers.0.mlp.up_proj"), null);
        assertThat(TrainedTensors.of(config, Trainable.TEXT).parameters()
                        - TrainedTensors.of(config, parts).parameters())
                .isEqualTo(2L * config.text().hiddenSize() * config.text().intermediateSize());
        assertThatThrownBy(() -> TrainedTensors.of(config, new Trainable(true, List.of("model"), null)))
                .hasMessageContaining("nothing is left to train");
        assertThat(TrainedTensors.of(config, new Trainable(false, List.of("model.visual"), null))
                        .inVision())
                .isFalse();
    }

    private static boolean isFrozen(String name) {
        return MODULES.stream().anyMatch(module -> name.startsWith(module + "."));
    }

    static Map<String, List<Float>> weights(Path checkpoint) {
        Map<String, List<Float>> weights = new TreeMap<>();
        try (Safetensors stored = Safetensors.open(checkpoint)) {
            for (String name : stored.names()) {
                float[] values = stored.floats(name);
                Float[] boxed = new Float[values.length];
                for (int i = 0; i < values.length; i++) {
                    boxed[i] = values[i];
                }
                weights.put(name, List.of(boxed));
            }
        }
        return weights;
    }
}
