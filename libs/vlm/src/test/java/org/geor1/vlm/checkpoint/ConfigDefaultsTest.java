package org.geor1.vlm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Missing fields and unusual values mean what they mean to the classes of {@code transformers}. */
class ConfigDefaultsTest {

    @TempDir
    Path directory;

    private Qwen25VlConfig read(String json) throws Exception {
        Files.writeString(directory.resolve("config.json"), json);
        return ConfigReader.read(directory);
    }

    @Test
    void anEmptyConfigurationHasTheClassDefaults() throws Exception {
        Qwen25VlConfig config = read("""
                {"model_type": "qwen2_5_vl", "vision_config": {"out_hidden_size": 8192}}""");
        Qwen25VlConfig.Text text = config.text();
        assertThat(List.of(text.hiddenSize(), text.intermediateSize(), text.numLayers(), text.numHeads()))
                .containsExactly(8192, 29568, 80, 64);
        assertThat(List.of(text.numKvHeads(), text.vocabSize(), text.maxPositionEmbeddings()))
                .containsExactly(8, 152064, 32768);
        assertThat(text.rmsNormEps()).isEqualTo(1e-5);
        assertThat(text.rope()).isEqualTo(new Qwen25VlConfig.Rope(1e6, List.of(16, 24, 24)));
        assertThat(text.tieWordEmbeddings()).isFalse();
        assertThat(config.vision())
                .isEqualTo(new Qwen25VlConfig.Vision(
                        32,
                        3584,
                        3420,
                        16,
                        8192,
                        new Qwen25VlConfig.Patches(14, 2, 2, 3),
                        112,
                        List.of(7, 15, 23, 31)));
        assertThat(config.tokens())
                .isEqualTo(new Qwen25VlConfig.TokenIds(151655, 151656, 151652, 151653, 151643, 151645));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"hidden_size\" : 2048,|\"hidden_size\" : 2048.0,",
                "\"patch_size\" : 14,|\"patch_size\" : 14.0,",
                "\"patch_size\" : 14,|",
                "\"initializer_range\" : 0.02|\"initializer_range\" : NaN",
                "\"attention_dropout\" : 0.0|\"attention_dropout\" : -Infinity",
                "\"hidden_act\" : \"silu\"|\"hidden_act\" : null",
                "\"hidden_act\" : \"silu\"|\"hidden_act\" : \"swish\"",
                "\"rope_theta\" : 1000000.0|\"rope_theta\" : null",
                "\"type\" : \"mrope\"|\"type\" : \"default\", \"rope_type\" : \"default\"",
                "\"rope_scaling\" : {|\"rope_scaling\" : null, \"rope_parameters\" : {",
                "\"use_sliding_window\" : false|\"use_sliding_window\" : null",
                "\"use_sliding_window\" : false|\"use_sliding_window\" : true, \"max_window_layers\" : 36",
                "\"use_sliding_window\" : false|\"use_sliding_window\" : true, \"sliding_window\" : null, \"max_window_layers\" : 2",
                "\"torch_dtype\" : \"bfloat16\"|\"torch_dtype\" : \"auto\", \"dtype\" : \"torch.bfloat16\"",
                "\"model_type\" : \"qwen2_5_vl\",|",
                "\"eos_token_id\" : 151645,|\"eos_token_id\" : [ 151645, 151643 ],",
                "\"bos_token_id\" : 151643,|",
                "\"in_chans\" : 3,|",
                "\"fullatt_block_indexes\" : [ 7, 15, 23, 31 ]|\"fullatt_block_indexes\" : [ 31, 7, 7, 15, 23, 32, -1 ]",
                "\"tie_word_embeddings\" : true|\"tie_word_embeddings\" : true, \"quantization_config\" : null",
            })
    void unusualFieldsMeanTheSame(String published, String changed) throws Exception {
        ConfigWriter.write(TestConfigs.published3b(), directory);
        FieldCheckpoints.edit(directory, "config.json", published, changed == null ? "" : changed);

        assertThat(ConfigReader.read(directory)).isEqualTo(TestConfigs.published3b());
    }

    @Test
    void ignoresTextFieldsAtTheRootIfThereIsATextConfig() throws Exception {
        assertThatThrownBy(() -> read("""
                {"model_type": "qwen2_5_vl", "hidden_size": 16, "text_config": {"hidden_act": "silu"},
                 "vision_config": {"out_hidden_size": 16}}"""))
                .hasMessage("config.json: vision_config.out_hidden_size: expected 8192, found 16");
    }

    @Test
    void nullKeyValueHeadsEqualTheNumberOfQueryHeads() throws Exception {
        ConfigWriter.write(TestConfigs.published3b(), directory);
        FieldCheckpoints.edit(
                directory, "config.json", "\"num_key_value_heads\" : 2", "\"num_key_value_heads\" : null");
        assertThat(ConfigReader.read(directory).text().numKvHeads()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"hidden_act\" : \"silu\"|\"hidden_act\" : [ ]|hidden_act: expected a text, found []",
                "\"vocab_size\" : 151936|\"vocab_size\" : 151936.5|vocab_size: expected an integer, found 151936.5",
                "\"vocab_size\" : 151936|\"vocab_size\" : NaN|vocab_size: expected an integer, found \"NaN\"",
                "\"rms_norm_eps\" : 1.0E-6|\"rms_norm_eps\" : Infinity|rms_norm_eps: expected a number between 0 and 1, found Infinity",
                "\"vocab_size\" : 151936|\"vocab_size\" : \"151936\"|vocab_size: expected an integer, found \"151936\"",
                "\"tie_word_embeddings\" : true|\"tie_word_embeddings\" : 1|tie_word_embeddings: expected true or false, found 1",
                "\"use_cache\" : true|\"layer_types\" : [ \"sliding_attention\" ]|layer_types: expected full_attention in every layer",
                "\"window_size\" : 112|\"window_size\" : 112, \"rope_parameters\" : { \"rope_theta\" : 5 }|vision_config.rope_parameters.rope_theta: expected 10000.0, found 5.0",
            })
    void refusesUnsupportedFieldsByName(String published, String changed, String message) throws Exception {
        ConfigWriter.write(TestConfigs.published3b(), directory);
        FieldCheckpoints.edit(directory, "config.json", published, changed);

        assertThatThrownBy(() -> ConfigReader.read(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json: " + message);
    }

    @Test
    void copiesUnusedFieldsUnchanged() throws Exception {
        Qwen25VlConfig config = read("""
                {"model_type": "qwen2_5_vl", "_name_or_path": "somewhere", "architectures": ["Mine"],
                 "image_token_id": 38, "video_token_id": 39, "vision_start_token_id": 35, "vision_end_token_id": 36,
                 "tie_word_embeddings": true, "dtype": "float32",
                 "text_config": {"model_type": "qwen2_5_vl_text", "hidden_size": 16, "initializer_range": NaN,
                   "intermediate_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
                   "vocab_size": 40, "eos_token_id": [34, 32], "layer_types": ["full_attention"], "architectures": null,
                   "rope_parameters": {"mrope_section": [2, 1, 1], "rope_theta": 1000000.0, "rope_type": "default"}},
                 "vision_config": {"depth": 2, "hidden_size": 8, "intermediate_size": 12, "num_heads": 2,
                   "out_hidden_size": 16, "tokens_per_second": 2, "initializer_range": 0.5, "dtype": "float32",
                   "rope_parameters": {"rope_theta": 10000.0, "rope_type": "axial"}}}""");
        Path copy = Files.createDirectory(directory.resolve("copy"));
        ConfigWriter.write(config, copy, directory);

        assertThat(ConfigReader.read(copy)).isEqualTo(config);
        String json = Files.readString(copy.resolve("config.json"));
        assertThat(json)
                .contains("\"_name_or_path\" : \"somewhere\"", "\"architectures\" : [ \"Mine\" ]")
                .contains("\"initializer_range\" : NaN", "\"eos_token_id\" : [ 34, 32 ]", "\"layer_types\"")
                .contains("\"tokens_per_second\" : 2", "\"initializer_range\" : 0.5", "\"rope_scaling\"")
                .doesNotContain("text_config", "rope_parameters", "\"dtype\"", "bos_token_id");
    }
}
