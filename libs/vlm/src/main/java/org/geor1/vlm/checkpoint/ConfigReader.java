package org.geor1.vlm.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Patches;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Rope;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Text;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.TokenIds;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Vision;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.CheckpointFields;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code config.json} in its two layouts: text fields at the root, as published, or in {@code text_config}, as
 * newer {@code transformers} save them. Absent fields have the defaults of the classes {@code Qwen2_5_VLConfig},
 * {@code Qwen2_5_VLTextConfig} and {@code Qwen2_5_VLVisionConfig}; {@code transformers} omits vision fields that equal
 * their default.
 */
public final class ConfigReader {

    /** Both names mean the same function. */
    private static final Set<String> SILU = Set.of("silu", "swish");

    private static final Set<String> PLAIN_ROPE = Set.of("default", "mrope");
    private static final double VISION_ROPE_THETA = 10_000;

    private final CheckpointFields root;
    private final CheckpointFields text;
    private final CheckpointFields vision;

    private ConfigReader(ObjectNode json) {
        this.root = new CheckpointFields(Qwen25VlConfig.FILE, "", json);
        // If there is a text_config, transformers does not look for its fields at the root.
        this.text = root.has("text_config") ? root.object("text_config") : root;
        this.vision = root.object("vision_config");
    }

    /**
     * Reads {@code config.json} in {@code directory}, in the published flat layout or with a nested text_config. Does
     * not look at the weights: see {@link Checkpoint#inspect}.
     *
     * @throws CheckpointException if it describes another model, quantized weights, or inconsistent sizes
     */
    public static Qwen25VlConfig read(Path directory) {
        ForeignFiles.refuse(directory);
        return parse(json(directory));
    }

    /** {@code config.json} in {@code directory}, unchanged. */
    static ObjectNode json(Path directory) {
        return JsonFiles.readObject(directory.resolve(Qwen25VlConfig.FILE), 1 << 20);
    }

    private static Qwen25VlConfig parse(ObjectNode json) {
        ForeignModels.refuse(json);
        ConfigReader config = new ConfigReader(json);
        return new Qwen25VlConfig(config.text(), config.vision(), config.tokens(), config.dtype());
    }

    private String dtype() {
        for (CheckpointFields fields : List.of(root, text)) {
            for (String name : List.of("torch_dtype", "dtype")) {
                String dtype = fields.text(name, "auto");
                if (!dtype.equals("auto")) {
                    return dtype.startsWith("torch.") ? dtype.substring("torch.".length()) : dtype;
                }
            }
        }
        return "bfloat16";
    }

    private Text text() {
        requireSilu(text);
        int hidden = text.integer("hidden_size", 8192);
        int layers = text.integer("num_hidden_layers", 80);
        int heads = text.integer("num_attention_heads", 64);
        if (text.has("head_dim") && (long) text.integer("head_dim", 0) * heads != hidden) {
            throw text.wrong("head_dim", "hidden_size / num_attention_heads", text.integer("head_dim", 0));
        }
        requireFullAttention(layers);
        return new Text(
                hidden,
                text.integer("intermediate_size", 29568),
                layers,
                heads,
                // Files with an explicit null predate the default.
                text.node().path("num_key_value_heads").isNull() ? heads : text.integer("num_key_value_heads", 8),
                text.integer("vocab_size", 152064),
                text.number("rms_norm_eps", 1e-5),
                rope(),
                text.integer("max_position_embeddings", 32768),
                root.flag("tie_word_embeddings", false) || text.flag("tie_word_embeddings", false));
    }

    private static void requireSilu(CheckpointFields fields) {
        String activation = fields.text("hidden_act", "silu");
        if (!SILU.contains(activation)) {
            throw fields.wrong("hidden_act", "silu", activation);
        }
    }

    /** Layers from {@code max_window_layers} on use a sliding window, unless {@code layer_types} says which ones do. */
    private void requireFullAttention(int layers) {
        if (text.has("layer_types")) {
            for (JsonNode type : text.node().path("layer_types")) {
                if (!type.asString("").equals("full_attention")) {
                    throw text.wrong("layer_types", "full_attention in every layer", type);
                }
            }
        } else if (text.flag("use_sliding_window", false)
                && (text.has("sliding_window") || !text.node().has("sliding_window"))
                && text.integer("max_window_layers", 80) < layers) {
            throw text.wrong("use_sliding_window", false, true);
        }
    }

    /**
     * {@code rope_scaling} was renamed {@code rope_parameters}; if both are present, transformers reads the older one.
     */
    private Rope rope() {
        CheckpointFields scaling = text.object("rope_scaling");
        CheckpointFields rope = scaling.node().isEmpty() ? text.object("rope_parameters") : scaling;
        for (String name : List.of("rope_type", "type")) {
            String type = rope.text(name, "default");
            if (!PLAIN_ROPE.contains(type)) {
                throw rope.wrong(name, "mrope or default", type);
            }
        }
        return new Rope(
                rope.number("rope_theta", text.number("rope_theta", 1e6)),
                rope.integers("mrope_section", List.of(16, 24, 24)));
    }

    private Vision vision() {
        requireSilu(vision);
        CheckpointFields rope = vision.object("rope_parameters");
        double theta = rope.number("rope_theta", VISION_ROPE_THETA);
        if (theta != VISION_ROPE_THETA) {
            throw rope.wrong("rope_theta", VISION_ROPE_THETA, theta);
        }
        int depth = vision.integer("depth", 32);
        return new Vision(
                depth,
                vision.integer("hidden_size", 3584),
                vision.integer("intermediate_size", 3420),
                vision.integer("num_heads", 16),
                vision.integer("out_hidden_size", 3584),
                new Patches(
                        vision.integer("patch_size", 14),
                        vision.integer("temporal_patch_size", 2),
                        vision.integer("spatial_merge_size", 2),
                        vision.integer("in_channels", 3)),
                vision.integer("window_size", 112),
                // Layer numbers are looked up in this list, so a number that no layer has is meaningless.
                vision.integers("fullatt_block_indexes", List.of(7, 15, 23, 31)).stream()
                        .filter(block -> block >= 0 && block < depth)
                        .distinct()
                        .sorted()
                        .toList());
    }

    private TokenIds tokens() {
        return new TokenIds(
                root.integer("image_token_id", 151_655),
                root.integer("video_token_id", 151_656),
                root.integer("vision_start_token_id", 151_652),
                root.integer("vision_end_token_id", 151_653),
                first("bos_token_id", 151_643),
                first("eos_token_id", 151_645));
    }

    /** An id, or the first one of a list. */
    private int first(String name, int fallback) {
        JsonNode id = text.node().path(name);
        if (!id.isArray()) {
            return text.integer(name, fallback);
        }
        return text.integers(name, List.of()).stream().findFirst().orElse(fallback);
    }
}
