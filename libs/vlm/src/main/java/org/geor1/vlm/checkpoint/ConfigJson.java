package org.geor1.vlm.checkpoint;

import static org.geor1.vlm.checkpoint.ConfigChecks.wrong;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Patches;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Rope;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Text;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.TokenIds;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Vision;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two layouts of {@code config.json}: text fields at the root, as published, or in {@code text_config}, as newer
 * {@code transformers} save them. A field is looked for in text_config first, then at the root.
 */
final class ConfigJson {

    private static final String MODEL_TYPE = "qwen2_5_vl";

    private final JsonNode root;
    private final JsonNode text;
    private final JsonNode vision;

    private ConfigJson(JsonNode root) {
        this.root = root;
        this.text = root.path("text_config");
        this.vision = root.path("vision_config");
    }

    static Qwen25VlConfig parse(ObjectNode root) {
        requireText(root, "model_type", MODEL_TYPE);
        ConfigJson json = new ConfigJson(root);
        if (!json.vision.isObject()) {
            throw wrong("vision_config", "an object", json.vision);
        }
        JsonNode dtype = json.first("torch_dtype", "dtype");
        return new Qwen25VlConfig(
                json.text(), json.vision(), json.tokens(), dtype.isString() ? dtype.stringValue() : "bfloat16");
    }

    private Text text() {
        requireText("hidden_act", "silu", first("hidden_act"));
        if (first("use_sliding_window").asBoolean(false)) {
            throw wrong("use_sliding_window", false, true);
        }
        int hidden = integer("hidden_size", first("hidden_size"));
        int heads = integer("num_attention_heads", first("num_attention_heads"));
        JsonNode headDim = first("head_dim");
        if (headDim.isNumber() && (long) headDim.asInt() * heads != hidden) {
            throw wrong("head_dim", "hidden_size / num_attention_heads", headDim);
        }
        return new Text(
                hidden,
                integer("intermediate_size", first("intermediate_size")),
                integer("num_hidden_layers", first("num_hidden_layers")),
                heads,
                integer("num_key_value_heads", first("num_key_value_heads")),
                integer("vocab_size", first("vocab_size")),
                number("rms_norm_eps", first("rms_norm_eps")),
                rope(),
                integer("max_position_embeddings", first("max_position_embeddings")),
                root.path("tie_word_embeddings").asBoolean(false)
                        || text.path("tie_word_embeddings").asBoolean(false));
    }

    private Rope rope() {
        JsonNode rope = first("rope_parameters", "rope_scaling");
        JsonNode type = rope.has("rope_type") ? rope.path("rope_type") : rope.path("type");
        if (!Set.of("mrope", "default").contains(type.asString("default"))) {
            throw wrong("rope type", "mrope or default", type);
        }
        JsonNode theta = rope.has("rope_theta") ? rope.path("rope_theta") : first("rope_theta");
        return new Rope(number("rope_theta", theta), integers("mrope_section", rope.path("mrope_section")));
    }

    private Vision vision() {
        requireText("vision_config.hidden_act", "silu", vision.path("hidden_act"));
        JsonNode channels = vision.has("in_channels") ? vision.path("in_channels") : vision.path("in_chans");
        return new Vision(
                visionInteger("depth"),
                visionInteger("hidden_size"),
                visionInteger("intermediate_size"),
                visionInteger("num_heads"),
                visionInteger("out_hidden_size"),
                new Patches(
                        visionInteger("patch_size"),
                        visionInteger("temporal_patch_size"),
                        visionInteger("spatial_merge_size"),
                        channels.isMissingNode() ? 3 : integer("vision_config.in_channels", channels)),
                visionInteger("window_size"),
                integers("vision_config.fullatt_block_indexes", vision.path("fullatt_block_indexes")));
    }

    private TokenIds tokens() {
        return new TokenIds(
                integer("image_token_id", first("image_token_id")),
                integer("video_token_id", first("video_token_id")),
                integer("vision_start_token_id", first("vision_start_token_id")),
                integer("vision_end_token_id", first("vision_end_token_id")),
                integer("bos_token_id", first("bos_token_id")),
                integer("eos_token_id", first("eos_token_id")));
    }

    /** The first of {@code names} that is present and not null, in text_config, then at the root. */
    private JsonNode first(String... names) {
        for (JsonNode parent : List.of(text, root)) {
            for (String name : names) {
                if (parent.hasNonNull(name)) {
                    return parent.path(name);
                }
            }
        }
        return root.path("\0missing");
    }

    private int visionInteger(String name) {
        return integer("vision_config." + name, vision.path(name));
    }

    private static int integer(String field, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong(field, "an integer", found(node));
        }
        return node.intValue();
    }

    private static double number(String field, JsonNode node) {
        if (!node.isNumber()) {
            throw wrong(field, "a number", found(node));
        }
        return node.doubleValue();
    }

    private static List<Integer> integers(String field, JsonNode node) {
        if (!node.isArray()) {
            throw wrong(field, "a list of integers", found(node));
        }
        List<Integer> values = new ArrayList<>();
        node.forEach(value -> values.add(integer(field, value)));
        return values;
    }

    private static void requireText(JsonNode parent, String field, String expected) {
        requireText(field, expected, parent.path(field));
    }

    private static void requireText(String field, String expected, JsonNode node) {
        if (!node.isString() || !node.stringValue().equals(expected)) {
            throw wrong(field, expected, found(node));
        }
    }

    private static Object found(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node;
    }

    static ObjectNode toJson(Qwen25VlConfig config) {
        Text text = config.text();
        ObjectNode root = JsonFiles.newObject();
        root.putArray("architectures").add("Qwen2_5_VLForConditionalGeneration");
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
        root.put("model_type", MODEL_TYPE);
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
