package org.geor1.vlm.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import tools.jackson.databind.JsonNode;

/** Builds DJL tokenizers that do not truncate, pad or add tokens, without letting DJL use the network. */
final class NativeTokenizers {

    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    static {
        // Otherwise DJL queries the cloud's metadata address and, on a GPU host, downloads a CUDA build of this
        // library.
        setDefault("OPT_OUT_TRACKING", "true");
        setDefault("RUST_FLAVOR", "cpu");
    }

    private NativeTokenizers() {}

    private static void setDefault(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }

    static HuggingFaceTokenizer create(String file, JsonNode tokenizerJson) {
        byte[] json = tokenizerJson.toString().getBytes(StandardCharsets.UTF_8);
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS);
        } catch (IOException | RuntimeException e) {
            throw new CheckpointException(file + ": cannot be loaded: " + e.getMessage(), e);
        }
    }
}
