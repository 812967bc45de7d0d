package org.geor1.vlm.checkpoint;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Recognises, from {@code config.json}, another model family and quantized weights. */
final class ForeignModels {

    static final String MODEL_TYPE = "qwen2_5_vl";
    static final String ARCHITECTURE = "Qwen2_5_VLForConditionalGeneration";

    private static final String REMEDY =
            "; only Qwen2.5-VL is supported: use one of its checkpoints, such as Qwen/Qwen2.5-VL-3B-Instruct";

    private static final Map<String, String> RELATIVES = Map.of(
            "qwen2_vl", "Qwen2-VL",
            "qwen3_vl", "Qwen3-VL",
            "qwen3_vl_moe", "Qwen3-VL with experts",
            "qwen2_5_omni", "Qwen2.5-Omni",
            "qwen2_5_omni_thinker", "the thinker of Qwen2.5-Omni",
            "qwen2", "Qwen2 or Qwen2.5 without vision",
            "qwen3", "Qwen3 without vision",
            "qwen2_5_vl_text", "the language model of Qwen2.5-VL without its vision tower");

    private static final Map<String, String> METHODS = Map.of(
            "awq", "AWQ",
            "gptq", "GPTQ",
            "fp8", "FP8",
            "fbgemm_fp8", "FP8",
            "bitsandbytes", "bitsandbytes",
            "compressed-tensors", "compressed-tensors");

    /** Values that may be quoted in a message. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    private ForeignModels() {}

    /**
     * @throws CheckpointException with a one-line message, if {@code config} describes another model or quantized
     * weights
     */
    static void refuse(ObjectNode config) {
        JsonNode type = config.path("model_type");
        if (!type.asString("").equals(MODEL_TYPE) && !(type.isMissingNode() && namesArchitecture(config))) {
            throw new CheckpointException(Qwen25VlConfig.FILE + ": model_type: " + model(type) + REMEDY);
        }
        for (JsonNode parent : new JsonNode[] {config, config.path("text_config")}) {
            refuseQuantized(parent.path("quantization_config"));
            // The key used before compressed-tensors became a quantization method.
            if (!parent.path("compression_config").isEmpty()) {
                throw quantized(Qwen25VlConfig.FILE + ": compression_config", "compressed-tensors");
            }
        }
    }

    private static boolean namesArchitecture(ObjectNode config) {
        for (JsonNode architecture : config.path("architectures")) {
            if (architecture.asString("").equals(ARCHITECTURE)) {
                return true;
            }
        }
        return false;
    }

    private static String model(JsonNode type) {
        if (type.isMissingNode() || type.isNull()) {
            return "the file does not say which model this is";
        }
        String name = word(type);
        return "this is " + RELATIVES.getOrDefault(name, "another model") + " (" + name + ")";
    }

    private static void refuseQuantized(JsonNode quantization) {
        if (quantization.isEmpty()) {
            return;
        }
        JsonNode method = quantization.path("quant_method");
        boolean bitsAndBytes = method.isMissingNode() && quantization.toString().contains("\"load_in_");
        String name = bitsAndBytes ? "bitsandbytes" : word(method);
        throw quantized(
                Qwen25VlConfig.FILE + ": quantization_config",
                METHODS.getOrDefault(name.toLowerCase(Locale.ROOT), name));
    }

    /** @param where the file, and the field if known */
    static CheckpointException quantized(String where, String method) {
        return new CheckpointException(where + ": these weights are quantized (" + method
                + "); only bf16, fp16 and fp32 can be trained: use the original, unquantized checkpoint");
    }

    private static String word(JsonNode node) {
        String text = node.asString("");
        return WORD.matcher(text).matches() ? text : "unknown";
    }
}
