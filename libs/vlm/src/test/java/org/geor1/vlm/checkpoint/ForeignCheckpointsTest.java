package org.geor1.vlm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter.Tensor;
import org.geor1.vlm.image.ImageSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no checkpoint of this kind is refused in one line that says what it is and what to do instead. */
class ForeignCheckpointsTest {

    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path directory;

    @BeforeEach
    void nano() throws Exception {
        FieldCheckpoints.nano(directory);
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> Checkpoint.inspect(directory))
                .isInstanceOf(CheckpointException.class)
                .message()
                .contains(parts)
                .doesNotContain("\n")
                .hasSizeLessThan(300);
    }

    @Test
    void anAwqCheckpoint() throws Exception {
        FieldCheckpoints.make("awq", directory);
        refused(
                "config.json: quantization_config: these weights are quantized (AWQ)",
                "use the original, unquantized checkpoint");
    }

    @Test
    void aGitLfsPointer() throws Exception {
        FieldCheckpoints.make("lfs_pointer", directory);
        refused("model.safetensors: a Git LFS pointer instead of the file; run 'git lfs pull'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "preprocessor_config.json", "tokenizer.json"})
    void aGitLfsPointerOrAWebPageInPlaceOfAnyFile(String name) throws Exception {
        Path file = directory.resolve(name);
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n");
        assertThatThrownBy(() -> JsonFiles.readObject(file, 1 << 20))
                .hasMessageStartingWith(name + ": a Git LFS pointer");
        Files.writeString(file, "\n<!DOCTYPE html>\n<html>");
        assertThatThrownBy(() -> JsonFiles.readObject(file, 1 << 20)).hasMessageStartingWith(name + ": a web page");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantization_config\": {\"quant_method\": \"gptq\", \"bits\": 4}|quantized (GPTQ)",
                "\"quantization_config\": {\"quant_method\": \"bitsandbytes\", \"load_in_4bit\": true}|quantized (bitsandbytes)",
                "\"quantization_config\": {\"load_in_8bit\": true}|quantized (bitsandbytes)",
                "\"quantization_config\": {\"quant_method\": \"fp8\"}|quantized (FP8)",
                "\"quantization_config\": {\"quant_method\": \"compressed-tensors\"}|quantized (compressed-tensors)",
                "\"quantization_config\": {\"quant_method\": \"brand_new\"}|quantized (brand_new)",
                "\"quantization_config\": {\"quant_method\": \"a b\\nc\"}|quantized (unknown)",
                "\"text_config\": {\"quantization_config\": {\"quant_method\": \"awq\"}}|quantized (AWQ)",
                "\"compression_config\": {\"format\": \"pack\"}|compression_config: these weights are quantized",
            })
    void aQuantizedCheckpoint(String field, String message) throws Exception {
        FieldCheckpoints.edit(directory, "config.json", "\"use_cache\" : true", field);
        refused(message);
    }

    @ParameterizedTest
    @CsvSource({"quantize_config.json,GPTQ", "quant_config.json,AWQ", "hf_quant_config.json,ModelOpt"})
    void aFileOfAQuantizerBesideTheWeights(String file, String method) throws Exception {
        Files.writeString(directory.resolve(file), "{}");
        refused(file + ": these weights are quantized (" + method + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.layers.0.mlp.down_proj.qweight",
                "model.layers.0.mlp.down_proj.weight_scale_inv",
                "model.layers.0.mlp.down_proj.weight.quant_state.bitsandbytes__nf4"
            })
    void quantizedTensorsThatNoConfigurationMentions(String name) throws Exception {
        FieldCheckpoints.store(
                directory, UnaryOperator.identity(), List.of(Tensor.of(name, DType.F32, List.of(1L), new float[1])));
        refused("'" + name + "': these weights are quantized");
    }

    @ParameterizedTest
    @CsvSource({
        "qwen2_vl,Qwen2-VL (qwen2_vl)",
        "qwen3_vl,Qwen3-VL (qwen3_vl)",
        "qwen2_5_omni,Qwen2.5-Omni (qwen2_5_omni)",
        "qwen2,Qwen2 or Qwen2.5 without vision (qwen2)",
        "llama,another model (llama)",
    })
    void anotherModel(String type, String name) throws Exception {
        FieldCheckpoints.edit(directory, "config.json", "\"qwen2_5_vl\"", "\"" + type + "\"");
        refused("config.json: model_type: this is " + name, "use one of its checkpoints");
    }

    @Test
    void noModelTypeAtAll() throws Exception {
        Files.writeString(directory.resolve("config.json"), "{}");
        refused("the file does not say which model this is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "pytorch_model-00001-of-00002.bin", "model.pt", "weights.pth"})
    void pickledWeights(String name) throws Exception {
        Files.move(directory.resolve(WEIGHTS), directory.resolve(name));
        refused(name + ": weights stored as a pickle", "safe_serialization=True");
    }

    @Test
    void anAdapterAlone() throws Exception {
        Files.delete(directory.resolve(WEIGHTS));
        Files.delete(directory.resolve("config.json"));
        Files.writeString(directory.resolve("adapter_config.json"), "{}");
        refused("adapter_config.json: this is a PEFT adapter without its base model", "merge_and_unload");
    }

    @Test
    void anAdapterBesideWeights() throws Exception {
        Files.writeString(directory.resolve("adapter_config.json"), "{}");
        refused("there is an adapter beside the model's weights", "move it elsewhere");
    }

    @Test
    void gguf() throws Exception {
        Files.move(directory.resolve(WEIGHTS), directory.resolve("nano-q4.gguf"));
        refused("nano-q4.gguf: weights in GGUF", "use the safetensors checkpoint");
        Files.delete(directory.resolve("config.json"));
        refused("nano-q4.gguf: weights in GGUF");
        assertThatThrownBy(() -> Checkpoint.inspect(directory.resolve("nano-q4.gguf")))
                .hasMessageStartingWith("nano-q4.gguf: weights in GGUF");
    }

    @Test
    void shardsWithoutTheirIndexAndNoWeightsAtAll() throws Exception {
        Files.move(directory.resolve(WEIGHTS), directory.resolve("model-00001-of-00002.safetensors"));
        refused("model.safetensors.index.json: no such file, although model-00001-of-00002.safetensors exists");
        Files.delete(directory.resolve("model-00001-of-00002.safetensors"));
        refused("model.safetensors: no such file");
        Files.createSymbolicLink(directory.resolve(WEIGHTS), Path.of("blobs/gone"));
        refused("model.safetensors: a link to a missing file");
    }

    @Test
    void noDirectory() {
        assertThatThrownBy(() -> ConfigReader.read(directory.resolve("absent")))
                .hasMessageEndingWith("no such directory");
    }

    @Test
    void anImageProcessorWithOtherSteps() throws Exception {
        for (String field : List.of(
                "\"do_resize\": false",
                "\"resample\": 2",
                "\"rescale_factor\": 0.5",
                "\"size\": {\"height\": 224, \"width\": 224}",
                "\"patch_size\": 14.5",
                "\"image_mean\": [0.5, null, 0.5]")) {
            Files.writeString(directory.resolve(ImageSettings.FILE), "{" + field + "}");
            String name = field.substring(1, field.indexOf('"', 1));
            assertThatThrownBy(() -> ImageSettings.read(directory))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith("preprocessor_config.json: " + name + ": expected");
        }
        Files.delete(directory.resolve(ImageSettings.FILE));
        assertThatThrownBy(() -> ImageSettings.read(directory)).hasMessage("preprocessor_config.json: no such file");
        assertThat(Checkpoint.inspect(directory)).isNotNull();
    }
}
