package org.geor1.rl.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter.Tensor;
import org.geor1.vlm.image.ImageSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A policy is saved with all companion files of its checkpoint, in the layout that every version of
 * {@code transformers} reads, and with the same set of weights as its checkpoint.
 */
class SavedPolicyTest {

    private static final Path NANO = Path.of("../../models/nano-base");
    private static final Path CASES = Path.of("../vlm/src/test/resources/checkpoints");
    private static final List<SftExample> EXAMPLES =
            List.of(new SftExample(ChatPrompt.of(new ChatPrompt.Text("north or south?")), "north lake"));

    private final TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());

    @TempDir
    Path directory;

    private Path source;
    private Path policy;

    @BeforeEach
    void nano() throws IOException {
        source = directory.resolve("source");
        policy = directory.resolve("policy");
        copy(NANO);
    }

    private void copy(Path from) throws IOException {
        Files.createDirectories(source);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, source.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static SftConfig config() {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(1e-3)
                .maxSteps(10)
                .memory(MemoryOptions.STANDARD)
                .trainable(Trainable.TEXT)
                .build();
        return new SftConfig(update, 0);
    }

    @Test
    void aCheckpointInTheNewerLayoutIsSavedInTheOldOne() throws IOException {
        copy(CASES.resolve("tf5-23"));
        Files.delete(source.resolve(ImageSettings.FILE));
        try (TrainingSession session = sessions.sft(source, config())) {
            session.sftStep(EXAMPLES);
            session.savePolicy(policy);
        }

        assertThat(policy.resolve(ImageSettings.PROCESSOR_FILE))
                .hasSameBinaryContentAs(source.resolve(ImageSettings.PROCESSOR_FILE));
        JsonNode image = JsonFiles.readObject(policy.resolve(ImageSettings.FILE), 1 << 20);
        assertThat(image.path("image_processor_type").stringValue()).isEqualTo("Qwen2VLImageProcessor");
        assertThat(image.path("max_pixels").intValue()).isEqualTo(50176);
        JsonNode config = JsonFiles.readObject(policy.resolve("config.json"), 1 << 20);
        assertThat(config.path("hidden_size").intValue()).isEqualTo(128);
        assertThat(config.at("/vision_config/tokens_per_second").intValue()).isEqualTo(4);
        assertThat(config.path("layer_types")).hasSize(4);
        assertThat(config.has("text_config")).isFalse();
        assertThat(Checkpoint.inspect(policy)).isEqualTo(Checkpoint.inspect(source));
    }

    @Test
    void aHeadThatIsNotTheEmbeddingIsTrainedAndSavedAsOne() throws IOException {
        storeAnotherHead();
        sessions.requireUsable(source);
        try (TrainingSession session = sessions.sft(source, config())) {
            session.sftStep(EXAMPLES);
            session.save(policy);
            session.sftStep(EXAMPLES);
            session.save(directory.resolve("undisturbed"));
        }
        try (TrainingSession session = sessions.resume(policy)) {
            session.sftStep(EXAMPLES);
            session.save(directory.resolve("resumed"));
        }

        JsonNode config = JsonFiles.readObject(policy.resolve("config.json"), 1 << 20);
        assertThat(config.path("tie_word_embeddings").booleanValue()).isFalse();
        try (Checkpoint before = Checkpoint.open(source);
                Checkpoint after = Checkpoint.open(policy)) {
            assertThat(after.names()).contains(WeightNames.LM_HEAD);
            for (String weight : List.of(WeightNames.LM_HEAD, WeightNames.EMBED_TOKENS)) {
                assertThat(after.bytes(weight)).as(weight).isNotEqualTo(before.bytes(weight));
            }
            assertThat(after.bytes(WeightNames.LM_HEAD)).isNotEqualTo(after.bytes(WeightNames.EMBED_TOKENS));
        }
        assertThat(directory.resolve("resumed/model.safetensors"))
                .hasSameBinaryContentAs(directory.resolve("undisturbed/model.safetensors"));
    }

    /** Stores a separate head, although the configuration of nano-base says that it is tied. */
    private void storeAnotherHead() throws IOException {
        Path weights = source.resolve("model.safetensors");
        Path next = directory.resolve("next");
        Files.createDirectory(next);
        try (Safetensors stored = Safetensors.open(weights)) {
            float[] head = stored.floats(WeightNames.EMBED_TOKENS);
            for (int i = 0; i < head.length; i++) {
                head[i] *= 1.5f;
            }
            Stream<Tensor> own = stored.names().stream()
                    .map(name -> Tensor.of(
                            name, stored.info(name).dtype(), stored.info(name).shape(), stored.bytes(name)));
            Tensor other = Tensor.of(
                    WeightNames.LM_HEAD,
                    DType.F32,
                    stored.info(WeightNames.EMBED_TOKENS).shape(),
                    head);
            SafetensorsWriter.write(next, Stream.concat(own, Stream.of(other)).toList(), 1L << 30);
        }
        Files.move(next.resolve("model.safetensors"), weights, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void reportsAnUnusableCheckpointBeforeASessionOpens() throws IOException {
        copy(CASES.resolve("awq"));
        assertThatThrownBy(() -> sessions.requireUsable(source))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("these weights are quantized (AWQ)");
        copy(NANO);
        Files.writeString(source.resolve("tokenizer.json"), "version https://git-lfs.github.com/spec/v1\n");
        assertThatThrownBy(() -> sessions.requireUsable(source))
                .hasMessageStartingWith("tokenizer.json: a Git LFS pointer");
    }
}
