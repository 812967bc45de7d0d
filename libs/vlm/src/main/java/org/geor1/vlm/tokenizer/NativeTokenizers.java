package org.geor1.vlm.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import tools.jackson.databind.JsonNode;

/** Builds DJL tokenizers that neither truncate, pad nor add tokens, and keeps DJL off the network while doing so. */
final class NativeTokenizers {

    private static final Map<String, String> OPTIONS =
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    static {
        // DJL would ask the cloud's metadata address who we are, and on a GPU host fetch a CUDA build of this library.
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
