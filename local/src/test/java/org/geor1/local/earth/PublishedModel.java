package org.geor1.local.earth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.geor1.local.home.Installation;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The files of the published Qwen2.5-VL-3B-Instruct, with its token ids, 151,936 rows of vocabulary and settings of pictures,
 * but small random weights. Of its words only those of the small vocabulary have a text of their own.
 */
final class PublishedModel {

    private static final Path PARITY = Path.of("libs/vlm/src/test/resources/parity");
    private static final int FIRST_ADDED = 151_643;
    private static final double SCALE = 0.02;
    private static final long SHARD_BYTES = 12L << 20;
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String CONFIG = """
            {
              "architectures": ["Qwen2_5_VLForConditionalGeneration"],
              "attention_dropout": 0.0,
              "bos_token_id": 151643,
              "eos_token_id": 151645,
              "vision_start_token_id": 151652,
              "vision_end_token_id": 151653,
              "vision_token_id": 151654,
              "image_token_id": 151655,
              "video_token_id": 151656,
              "hidden_act": "silu",
              "hidden_size": 64,
              "initializer_range": 0.02,
              "intermediate_size": 96,
              "max_position_embeddings": 128000,
              "max_window_layers": 70,
              "model_type": "qwen2_5_vl",
              "num_attention_heads": 4,
              "num_hidden_layers": 2,
              "num_key_value_heads": 2,
              "rms_norm_eps": 1e-06,
              "rope_theta": 1000000.0,
              "sliding_window": 32768,
              "tie_word_embeddings": true,
              "torch_dtype": "bfloat16",
              "transformers_version": "4.41.2",
              "use_cache": true,
              "use_sliding_window": false,
              "vision_config": {
                "depth": 2,
                "hidden_act": "silu",
                "hidden_size": 32,
                "intermediate_size": 48,
                "num_heads": 2,
                "in_chans": 3,
                "out_hidden_size": 64,
                "patch_size": 14,
                "spatial_merge_size": 2,
                "spatial_patch_size": 14,
                "window_size": 112,
                "fullatt_block_indexes": [1],
                "tokens_per_second": 2,
                "temporal_patch_size": 2
              },
              "rope_scaling": {"type": "mrope", "mrope_section": [2, 3, 3]},
              "vocab_size": 151936
            }
            """;

    private static final String GENERATION = """
            {
              "bos_token_id": 151643,
              "pad_token_id": 151643,
              "do_sample": true,
              "eos_token_id": [151645, 151643],
              "repetition_penalty": 1.05,
              "temperature": 0.000001,
              "transformers_version": "4.49.0"
            }
            """;

    private static final String PREPROCESSOR = """
            {
              "min_pixels": 3136,
              "max_pixels": 12845056,
              "patch_size": 14,
              "temporal_patch_size": 2,
              "merge_size": 2,
              "image_mean": [0.48145466, 0.4578275, 0.40821073],
              "image_std": [0.26862954, 0.26130258, 0.27577711],
              "image_processor_type": "Qwen2VLImageProcessor",
              "processor_class": "Qwen2_5_VLProcessor"
            }
            """;

    private PublishedModel() {}

    /** Writes the model into a new directory. */
    static Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), CONFIG);
        Files.writeString(directory.resolve("generation_config.json"), GENERATION);
        Files.writeString(directory.resolve("preprocessor_config.json"), PREPROCESSOR);
        tokenizer(directory);
        Random random = new Random(3);
        SafetensorsWriter.write(
                directory,
                WeightNames.expected(ConfigReader.read(directory)).stream()
                        .map(weight -> SafetensorsWriter.Tensor.of(
                                weight.name(), DType.BF16, weight.shape(), values(weight, random)))
                        .toList(),
                SHARD_BYTES);
        return directory;
    }

    private static float[] values(WeightNames.Weight weight, Random random) {
        long count = weight.shape().stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
        float[] values = new float[Math.toIntExact(count)];
        boolean norm = weight.shape().size() == 1 && !weight.name().endsWith(".bias");
        for (int i = 0; i < values.length; i++) {
            values[i] = norm ? 1 : (float) (SCALE * random.nextGaussian());
        }
        return values;
    }

    private static void tokenizer(Path directory) throws IOException {
        Path from = Installation.root().resolve(PARITY);
        ObjectNode tokenizer = (ObjectNode)
                JSON.readTree(from.resolve("published/tokenizer.json").toFile());
        ObjectNode vocabulary = (ObjectNode) tokenizer.path("model").path("vocab");
        for (int id = vocabulary.size(); id < FIRST_ADDED; id++) {
            vocabulary.put("<unused " + id + ">", id);
        }
        Files.write(directory.resolve("tokenizer.json"), JSON.writeValueAsBytes(tokenizer));
        Files.write(directory.resolve("vocab.json"), JSON.writeValueAsBytes(vocabulary));
        StringBuilder merges = new StringBuilder("#version: 0.2\n");
        tokenizer
                .path("model")
                .path("merges")
                .forEach(merge -> merges.append(merge.stringValue()).append('\n'));
        Files.writeString(directory.resolve("merges.txt"), merges);
        String template = Files.readString(from.resolve("templates/published.jinja"));
        ObjectNode config = (ObjectNode)
                JSON.readTree(from.resolve("published/tokenizer_config.json").toFile());
        for (ObjectNode file : List.of(config, JSON.createObjectNode())) {
            file.put("chat_template", template);
            Path name = directory.resolve(file == config ? "tokenizer_config.json" : "chat_template.json");
            Files.write(name, JSON.writeValueAsBytes(file));
        }
    }
}
