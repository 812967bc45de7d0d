package org.geor1.vlm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.FloatBits;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stored tensors that are used are those that {@code transformers} 5 uses, and none is ignored silently. */
class StoredWeightsTest {

    private static final List<Long> HEAD = List.of(768L, 128L);

    @TempDir
    Path directory;

    private float[] embedding;

    @BeforeEach
    void nano() throws Exception {
        FieldCheckpoints.nano(directory);
        try (Safetensors stored = Safetensors.open(directory)) {
            embedding = stored.floats(WeightNames.EMBED_TOKENS);
        }
    }

    private static Tensor head(float[] values) {
        return Tensor.of(WeightNames.LM_HEAD, DType.F32, HEAD, values);
    }

    @Test
    void usesAStoredHeadThatDiffersFromTheTiedEmbedding() throws Exception {
        float[] other = embedding.clone();
        other[5] += 1;
        FieldCheckpoints.store(directory, UnaryOperator.identity(), List.of(head(other)));

        assertThat(Checkpoint.inspect(directory).text().tieWordEmbeddings()).isFalse();
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            assertThat(checkpoint.config().text().tieWordEmbeddings()).isFalse();
            assertThat(checkpoint.names()).endsWith(WeightNames.LM_HEAD);
            assertThat(FloatBits.toFloats(checkpoint.bytes(WeightNames.LM_HEAD), DType.F32))
                    .containsExactly(other);
        }
    }

    @Test
    void aStoredHeadThatEqualsTheEmbeddingIsTheEmbedding() throws Exception {
        FieldCheckpoints.store(directory, UnaryOperator.identity(), List.of(head(embedding)));

        assertThat(Checkpoint.inspect(directory)).isEqualTo(ConfigReader.read(directory));
    }

    @Test
    void aTiedHeadStoredAloneIsTheEmbedding() throws Exception {
        FieldCheckpoints.store(
                directory, name -> name.equals(WeightNames.EMBED_TOKENS) ? WeightNames.LM_HEAD : name, List.of());

        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            assertThat(checkpoint.config()).isEqualTo(ConfigReader.read(FieldCheckpoints.NANO));
            assertThat(FloatBits.toFloats(checkpoint.bytes(WeightNames.EMBED_TOKENS), DType.F32))
                    .containsExactly(embedding);
        }
    }

    @Test
    void anUntiedHeadMustBeStored() throws Exception {
        FieldCheckpoints.edit(
                directory, "config.json", "\"tie_word_embeddings\" : true", "\"tie_word_embeddings\" : false");

        assertThatThrownBy(() -> Checkpoint.open(directory))
                .hasMessage("weights do not fit config.json: missing 'lm_head.weight' [768, 128]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.rotary_emb.inv_freq",
                "model.language_model.rotary_emb.inv_freq",
                "model.layers.3.self_attn.rotary_emb.inv_freq",
                "visual.rotary_pos_emb.inv_freq",
                "model.visual.rotary_pos_emb.inv_freq",
                "model.language_model.rotary_emb.original_inv_freq",
            })
    void rotaryFrequenciesAreNotWeights(String name) throws Exception {
        // Their values do not matter either.
        Tensor buffer = Tensor.of(name, DType.F32, List.of(2L), new float[] {Float.NaN, 1});
        FieldCheckpoints.store(directory, UnaryOperator.identity(), List.of(buffer));

        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            assertThat(checkpoint.names())
                    .hasSize(WeightNames.expected(checkpoint.config()).size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.extra.inv_freq", "score.weight", "model.layers.4.input_layernorm.weight"})
    void anyOtherTensorIsUnexpected(String name) throws Exception {
        Tensor extra = Tensor.of(name, DType.F32, List.of(2L), new float[2]);
        FieldCheckpoints.store(directory, UnaryOperator.identity(), List.of(extra));

        assertThatThrownBy(() -> Checkpoint.open(directory))
                .hasMessage("weights do not fit config.json: unexpected '" + name + "'");
    }

    @Test
    void prefersTheSingleFileToTheIndex() throws Exception {
        Path shards = Files.createDirectory(directory.resolve("shards"));
        try (Safetensors stored = Safetensors.open(directory)) {
            SafetensorsWriter.write(
                    shards,
                    stored.names().stream()
                            .map(name -> Tensor.of(
                                    name,
                                    DType.F32,
                                    stored.info(name).shape(),
                                    new float[(int) stored.info(name).elements()]))
                            .toList(),
                    1 << 20);
        }
        FieldCheckpoints.copy(shards, directory);

        try (Safetensors stored = Safetensors.open(directory)) {
            assertThat(stored.floats(WeightNames.EMBED_TOKENS)).containsExactly(embedding);
        }
        Files.delete(directory.resolve("model.safetensors"));
        try (Safetensors stored = Safetensors.open(directory)) {
            assertThat(stored.floats(WeightNames.EMBED_TOKENS)).containsOnly(0);
        }
    }
}
