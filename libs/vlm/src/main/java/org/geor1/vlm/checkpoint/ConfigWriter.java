package org.geor1.vlm.checkpoint;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Text;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Vision;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes {@code config.json} in the published flat layout, which {@code transformers} of every version reads. */
public final class ConfigWriter {

    /** Fields that are always written anew, never copied from the source, and names used by the other layout. */
    private static final Set<String> OWN = Set.of(
            "model_type",
            "text_config",
            "vision_config",
            "hidden_size",
            "intermediate_size",
            "num_hidden_layers",
            "num_attention_heads",
            "num_key_value_heads",
            "vocab_size",
            "rms_norm_eps",
            "rope_theta",
            "rope_scaling",
            "rope_parameters",
            "max_position_embeddings",
            "tie_word_embeddings",
            "hidden_act",
            "image_token_id",
            "video_token_id",
            "vision_start_token_id",
            "vision_end_token_id",
            "torch_dtype",
            "dtype");

    /** {@code architectures} and the model's origin belong to the whole model. */
    private static final Set<String> OF_THE_WHOLE = Set.of("architectures", "_name_or_path", "transformers_version");

    private static final Set<String> OWN_VISION = Set.of(
            "model_type",
            "depth",
            "hidden_act",
            "hidden_size",
            "intermediate_size",
            "num_heads",
            "in_channels",
            "in_chans",
            "out_hidden_size",
            "patch_size",
            "spatial_merge_size",
            "spatial_patch_size",
            "temporal_patch_size",
            "window_size",
            "fullatt_block_indexes",
            // Only the default is ever read, and versions disagree on its name.
            "rope_parameters",
            "torch_dtype",
            "dtype");

    private ConfigWriter() {}

    /** Writes {@code config} into {@code directory}. */
    public static void write(Qwen25VlConfig config, Path directory) {
        JsonFiles.write(directory.resolve(Qwen25VlConfig.FILE), flat(config));
    }

    /** Like {@link #write(Qwen25VlConfig, Path)}, with all other fields copied from the checkpoint {@code source}. */
    public static void write(Qwen25VlConfig config, Path directory, Path source) {
        JsonFiles.write(directory.resolve(Qwen25VlConfig.FILE), flat(config, ConfigReader.json(source)));
    }

    /** {@code config}, with all other fields copied from {@code source}, a configuration in either layout. */
    private static ObjectNode flat(Qwen25VlConfig config, ObjectNode source) {
        ObjectNode root = flat(config);
        JsonNode text = source.path("text_config");
        copy(source, root, OWN);
        if (text.isObject()) {
            Set<String> taken = new HashSet<>(OWN);
            taken.addAll(OF_THE_WHOLE);
            copy(text, root, taken);
        }
        for (String id : List.of("bos_token_id", "eos_token_id")) {
            if (!source.has(id) && !text.has(id)) {
                root.remove(id);
            }
        }
        if (root.path("vision_config") instanceof ObjectNode vision) {
            copy(source.path("vision_config"), vision, OWN_VISION);
        }
        return root;
    }

    private static void copy(JsonNode from, ObjectNode to, Set<String> except) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (!except.contains(field.getKey())) {
                to.set(field.getKey(), field.getValue());
            }
        }
    }

    private static ObjectNode flat(Qwen25VlConfig config) {
        Text text = config.text();
        ObjectNode root = JsonFiles.newObject();
        root.putArray("architectures").add(ForeignModels.ARCHITECTURE);
        root.put("attention_dropout", 0.0);
        root.put("bos_token_id", config.tokens().bos());
        root.put("eos_token_id", config.tokens().eos());
        root.put("vision_start_token_id", config.tokens().visionStart());
        root.put("vision_end_token_id", config.tokens().visionEnd());
        root.put("image_token_id", config.tokens().image());
        root.put("video_token_id", config.tokens().video());
        root.put("hidden_act", "silu");
        root.put("hidden_size", text.hiddenSize());
        root.put("initializer_range", 0.02);
        root.put("intermediate_size", text.intermediateSize());
        root.put("max_position_embeddings", text.maxPositionEmbeddings());
        root.put("model_type", ForeignModels.MODEL_TYPE);
        root.put("num_attention_heads", text.numHeads());
        root.put("num_hidden_layers", text.numLayers());
        root.put("num_key_value_heads", text.numKvHeads());
        root.put("rms_norm_eps", text.rmsNormEps());
        root.put("rope_theta", text.rope().theta());
        ObjectNode rope = root.putObject("rope_scaling");
        rope.put("type", "mrope");
        putAll(rope.putArray("mrope_section"), text.rope().mropeSection());
        root.put("tie_word_embeddings", text.tieWordEmbeddings());
        root.put("torch_dtype", config.dtype());
        root.put("use_cache", true);
        root.put("use_sliding_window", false);
        root.put("vocab_size", text.vocabSize());
        putVision(root.putObject("vision_config"), config.vision());
        return root;
    }

    private static void putVision(ObjectNode node, Vision vision) {
        node.put("depth", vision.depth());
        node.put("hidden_act", "silu");
        node.put("hidden_size", vision.hiddenSize());
        node.put("intermediate_size", vision.intermediateSize());
        node.put("num_heads", vision.numHeads());
        node.put("in_chans", vision.patches().channels());
        node.put("out_hidden_size", vision.outHiddenSize());
        node.put("patch_size", vision.patches().size());
        node.put("spatial_merge_size", vision.patches().merge());
        node.put("spatial_patch_size", vision.patches().size());
        node.put("temporal_patch_size", vision.patches().temporal());
        node.put("window_size", vision.windowSize());
        putAll(node.putArray("fullatt_block_indexes"), vision.fullAttentionBlocks());
    }

    private static void putAll(ArrayNode array, List<Integer> values) {
        values.forEach(array::add);
    }
}
