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

class Qwen25VlConfigTest {

    @TempDir
    Path directory;

    @Test
    void writesTheFlatLayoutAndReadsItBack() {
        Qwen25VlConfig config = TestConfigs.published3b();
        ConfigWriter.write(config, directory);
        assertThat(ConfigReader.read(directory)).isEqualTo(config);
        assertThat(config.text().headDim()).isEqualTo(128);
        assertThat(config.vision().patches().dim()).isEqualTo(1176);
        assertThat(config.vision().windowTokens()).isEqualTo(4);
    }

    @Test
    void readsTheLayoutWithNestedTextConfig() throws Exception {
        Files.writeString(directory.resolve("config.json"), """
                {"model_type": "qwen2_5_vl", "dtype": "float32",
                 "image_token_id": 38, "video_token_id": 39, "vision_start_token_id": 35, "vision_end_token_id": 36,
                 "text_config": {"model_type": "qwen2_5_vl_text", "hidden_act": "silu", "hidden_size": 16,
                   "intermediate_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
                   "vocab_size": 40, "rms_norm_eps": 1e-06, "max_position_embeddings": 128,
                   "bos_token_id": 32, "eos_token_id": 34, "tie_word_embeddings": true,
                   "rope_parameters": {"mrope_section": [2, 1, 1], "rope_theta": 1000000.0, "rope_type": "default"}},
                 "vision_config": {"model_type": "qwen2_5_vl_vision", "depth": 2, "hidden_act": "silu",
                   "hidden_size": 8, "in_channels": 3, "intermediate_size": 12, "num_heads": 2, "out_hidden_size": 16,
                   "patch_size": 14, "spatial_merge_size": 2, "temporal_patch_size": 2, "window_size": 56,
                   "fullatt_block_indexes": [1]}}
                """);
        assertThat(ConfigReader.read(directory)).isEqualTo(TestConfigs.tiny(true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"model_type\" : \"qwen2_5_vl\"|\"model_type\" : \"llama\"|model_type: this is another model (llama)",
                "\"num_key_value_heads\" : 2|\"num_key_value_heads\" : 3|num_attention_heads: expected a multiple of num_key_value_heads = 3, found 16",
                "\"hidden_size\" : 2048|\"hidden_size\" : 2049|hidden_size: expected a multiple of 2 × num_attention_heads = 32, found 2049",
                "\"hidden_act\" : \"silu\"|\"hidden_act\" : \"gelu\"|hidden_act: expected silu, found gelu",
                "\"out_hidden_size\" : 2048|\"out_hidden_size\" : 3584|vision_config.out_hidden_size: expected 2048, found 3584",
                "\"image_token_id\" : 151655|\"image_token_id\" : 151936|image_token_id: expected an id below vocab_size 151936, found 151936",
                "\"use_sliding_window\" : false|\"use_sliding_window\" : true, \"max_window_layers\" : 35|use_sliding_window: expected false, found true",
                "\"type\" : \"mrope\"|\"type\" : \"yarn\"|rope_scaling.type: expected mrope or default, found yarn",
                "\"window_size\" : 112|\"window_size\" : 100|vision_config.window_size: expected a multiple of patch_size × spatial_merge_size = 28, found 100",
                "\"num_hidden_layers\" : 36|\"num_hidden_layers\" : 36.5|num_hidden_layers: expected an integer, found 36.5",
                "\"vocab_size\" : 151936|\"vocab_size\" : 99999999999|vocab_size: expected an integer, found 99999999999",
            })
    void refusesUnsupportedConfigurations(String published, String changed, String message) throws Exception {
        ConfigWriter.write(TestConfigs.published3b(), directory);
        Path file = directory.resolve("config.json");
        String json = Files.readString(file);
        assertThat(json).contains(published);
        Files.writeString(file, json.replace(published, changed));
        assertThatThrownBy(() -> ConfigReader.read(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesARepeatedKeyAndAMissingFile() throws Exception {
        assertThatThrownBy(() -> ConfigReader.read(directory)).hasMessage("config.json: no such file");
        Files.writeString(
                directory.resolve("config.json"), "{\"model_type\":\"qwen2_5_vl\",\"model_type\":\"qwen2_5_vl\"}");
        assertThatThrownBy(() -> ConfigReader.read(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("Duplicate");
    }

    @Test
    void aTiedHeadIsNotAWeight() {
        List<WeightNames.Weight> tied = WeightNames.expected(TestConfigs.tiny(true));
        List<WeightNames.Weight> untied = WeightNames.expected(TestConfigs.tiny(false));
        assertThat(untied)
                .hasSize(tied.size() + 1)
                .endsWith(new WeightNames.Weight("lm_head.weight", List.of(40L, 16L)));
    }
}
