package org.geor1.vlm.checkpoint;

import java.util.List;
import java.util.Set;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Patches;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Text;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.TokenIds;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Vision;

/** The relations that must hold between the numbers of a configuration, by their names in {@code config.json}. */
final class ConfigChecks {

    /** Far above any model of this family, far below what would overflow a product of two sizes. */
    private static final int MAX_SIZE = 1 << 22;

    private static final int MAX_LAYERS = 1024;

    private ConfigChecks() {}

    static void check(Text text, Vision vision, TokenIds tokens, String dtype) {
        checkText(text);
        checkVision(vision);
        equal("vision_config.out_hidden_size", text.hiddenSize(), vision.outHiddenSize());
        checkTokens(tokens, text.vocabSize());
        if (!Set.of("bfloat16", "float16", "float32").contains(dtype)) {
            throw wrong("torch_dtype", "bfloat16, float16 or float32", dtype);
        }
    }

    private static void checkText(Text text) {
        range("hidden_size", text.hiddenSize(), MAX_SIZE);
        range("intermediate_size", text.intermediateSize(), MAX_SIZE);
        range("num_hidden_layers", text.numLayers(), MAX_LAYERS);
        range("num_attention_heads", text.numHeads(), MAX_SIZE);
        range("num_key_value_heads", text.numKvHeads(), MAX_SIZE);
        range("vocab_size", text.vocabSize(), MAX_SIZE);
        range("max_position_embeddings", text.maxPositionEmbeddings(), Integer.MAX_VALUE);
        multiple("hidden_size", text.hiddenSize(), 2 * text.numHeads(), "2 × num_attention_heads");
        multiple("num_attention_heads", text.numHeads(), text.numKvHeads(), "num_key_value_heads");
        if (!(text.rmsNormEps() > 0 && text.rmsNormEps() < 1)) {
            throw wrong("rms_norm_eps", "a number between 0 and 1", text.rmsNormEps());
        }
        if (!(text.rope().theta() >= 1 && text.rope().theta() <= 1e15)) {
            throw wrong("rope_theta", "a number from 1 to 1e15", text.rope().theta());
        }
        equal("mrope_section length", 3, text.rope().mropeSection().size());
        text.rope().mropeSection().forEach(n -> range("mrope_section", n, MAX_SIZE));
        equal(
                "sum of mrope_section",
                text.headDim() / 2,
                text.rope().mropeSection().stream().mapToInt(n -> n).sum());
    }

    private static void checkVision(Vision vision) {
        range("vision_config.depth", vision.depth(), MAX_LAYERS);
        range("vision_config.hidden_size", vision.hiddenSize(), MAX_SIZE);
        range("vision_config.intermediate_size", vision.intermediateSize(), MAX_SIZE);
        range("vision_config.num_heads", vision.numHeads(), MAX_SIZE);
        // Two axes of rotary angles, each applied to pairs.
        multiple("vision_config.hidden_size", vision.hiddenSize(), 4 * vision.numHeads(), "4 × num_heads");
        Patches patches = vision.patches();
        range("vision_config.patch_size", patches.size(), 256);
        range("vision_config.temporal_patch_size", patches.temporal(), 16);
        range("vision_config.spatial_merge_size", patches.merge(), 16);
        equal("vision_config.in_channels", 3, patches.channels());
        range("vision_config.window_size", vision.windowSize(), MAX_SIZE);
        multiple(
                "vision_config.window_size",
                vision.windowSize(),
                patches.size() * patches.merge(),
                "patch_size × spatial_merge_size");
        int previous = -1;
        for (int block : vision.fullAttentionBlocks()) {
            if (block <= previous || block >= vision.depth()) {
                throw wrong(
                        "vision_config.fullatt_block_indexes",
                        "rising block indexes below " + vision.depth(),
                        vision.fullAttentionBlocks());
            }
            previous = block;
        }
    }

    private static void checkTokens(TokenIds tokens, int vocabSize) {
        token("image_token_id", tokens.image(), vocabSize);
        token("video_token_id", tokens.video(), vocabSize);
        token("vision_start_token_id", tokens.visionStart(), vocabSize);
        token("vision_end_token_id", tokens.visionEnd(), vocabSize);
        if (Set.copyOf(List.of(tokens.image(), tokens.video(), tokens.visionStart(), tokens.visionEnd()))
                        .size()
                != 4) {
            throw wrong("vision token ids", "four different ids", tokens);
        }
    }

    private static void token(String field, int id, int vocabSize) {
        if (id < 0 || id >= vocabSize) {
            throw wrong(field, "an id below vocab_size " + vocabSize, id);
        }
    }

    private static void range(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw wrong(field, "1 to " + max, value);
        }
    }

    private static void multiple(String field, int value, int divisor, String divisorName) {
        if (value % divisor != 0) {
            throw wrong(field, "a multiple of " + divisorName + " = " + divisor, value);
        }
    }

    private static void equal(String field, int expected, int found) {
        if (expected != found) {
            throw wrong(field, expected, found);
        }
    }

    static CheckpointException wrong(String field, Object expected, Object found) {
        return new CheckpointException("config.json: " + field + ": expected " + expected + ", found " + found);
    }
}
