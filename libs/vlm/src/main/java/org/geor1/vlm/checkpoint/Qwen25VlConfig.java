package org.geor1.vlm.checkpoint;

import java.util.List;
import java.util.Set;

/**
 * Sizes and token ids of a Qwen2.5-VL checkpoint, from its {@code config.json}. An instance is consistent: every
 * division the model makes is exact.
 *
 * @param dtype PyTorch's name for the type of the weights, such as {@code bfloat16}
 */
public record Qwen25VlConfig(Text text, Vision vision, TokenIds tokens, String dtype) {

    public static final String FILE = "config.json";

    public Qwen25VlConfig {
        text.check();
        vision.check();
        ConfigChecks.equal("vision_config.out_hidden_size", text.hiddenSize(), vision.outHiddenSize());
        tokens.check(text.vocabSize());
        if (!Set.of("bfloat16", "float16", "float32").contains(dtype)) {
            throw ConfigChecks.wrong("torch_dtype", "bfloat16, float16 or float32", dtype);
        }
    }

    /** The language model. */
    public record Text(
            int hiddenSize,
            int intermediateSize,
            int numLayers,
            int numHeads,
            int numKvHeads,
            int vocabSize,
            double rmsNormEps,
            Rope rope,
            int maxPositionEmbeddings,
            boolean tieWordEmbeddings) {

        /** Width of one attention head. */
        public int headDim() {
            return hiddenSize / numHeads;
        }

        private void check() {
            ConfigChecks.range("hidden_size", hiddenSize, ConfigChecks.MAX_SIZE);
            ConfigChecks.range("intermediate_size", intermediateSize, ConfigChecks.MAX_SIZE);
            ConfigChecks.range("num_hidden_layers", numLayers, ConfigChecks.MAX_LAYERS);
            ConfigChecks.range("num_attention_heads", numHeads, ConfigChecks.MAX_SIZE);
            ConfigChecks.range("num_key_value_heads", numKvHeads, ConfigChecks.MAX_SIZE);
            ConfigChecks.range("vocab_size", vocabSize, ConfigChecks.MAX_SIZE);
            ConfigChecks.range("max_position_embeddings", maxPositionEmbeddings, Integer.MAX_VALUE);
            ConfigChecks.multiple("hidden_size", hiddenSize, 2 * numHeads, "2 × num_attention_heads");
            ConfigChecks.multiple("num_attention_heads", numHeads, numKvHeads, "num_key_value_heads");
            if (!(rmsNormEps > 0 && rmsNormEps < 1)) {
                throw ConfigChecks.wrong("rms_norm_eps", "a number between 0 and 1", rmsNormEps);
            }
            if (!(rope.theta() >= 1 && rope.theta() <= 1e15)) {
                throw ConfigChecks.wrong("rope_theta", "a number from 1 to 1e15", rope.theta());
            }
            ConfigChecks.equal("mrope_section length", 3, rope.mropeSection().size());
            rope.mropeSection().forEach(n -> ConfigChecks.range("mrope_section", n, ConfigChecks.MAX_SIZE));
            ConfigChecks.equal(
                    "sum of mrope_section",
                    headDim() / 2,
                    rope.mropeSection().stream().mapToInt(n -> n).sum());
        }
    }

    /** @param mropeSection number of frequencies for time, height and width; they sum to half the head size */
    public record Rope(double theta, List<Integer> mropeSection) {

        public Rope {
            mropeSection = List.copyOf(mropeSection);
        }
    }

    /** @param fullAttentionBlocks indexes of the blocks that attend over the whole image instead of a window */
    public record Vision(
            int depth,
            int hiddenSize,
            int intermediateSize,
            int numHeads,
            int outHiddenSize,
            Patches patches,
            int windowSize,
            List<Integer> fullAttentionBlocks) {

        public Vision {
            fullAttentionBlocks = List.copyOf(fullAttentionBlocks);
        }

        public int headDim() {
            return hiddenSize / numHeads;
        }

        /** Side length of an attention window, in merged tokens. */
        public int windowTokens() {
            return windowSize / (patches.size() * patches.merge());
        }

        private void check() {
            ConfigChecks.range("vision_config.depth", depth, ConfigChecks.MAX_LAYERS);
            ConfigChecks.range("vision_config.hidden_size", hiddenSize, ConfigChecks.MAX_SIZE);
            ConfigChecks.range("vision_config.intermediate_size", intermediateSize, ConfigChecks.MAX_SIZE);
            ConfigChecks.range("vision_config.num_heads", numHeads, ConfigChecks.MAX_SIZE);
            // Rotary angles have two axes, each applied to pairs.
            ConfigChecks.multiple("vision_config.hidden_size", hiddenSize, 4 * numHeads, "4 × num_heads");
            ConfigChecks.range("vision_config.patch_size", patches.size(), 256);
            ConfigChecks.range("vision_config.temporal_patch_size", patches.temporal(), 16);
            ConfigChecks.range("vision_config.spatial_merge_size", patches.merge(), 16);
            ConfigChecks.equal("vision_config.in_channels", 3, patches.channels());
            ConfigChecks.range("vision_config.window_size", windowSize, ConfigChecks.MAX_SIZE);
            ConfigChecks.multiple(
                    "vision_config.window_size",
                    windowSize,
                    patches.size() * patches.merge(),
                    "patch_size × spatial_merge_size");
            int previous = -1;
            for (int block : fullAttentionBlocks) {
                if (block <= previous || block >= depth) {
                    throw ConfigChecks.wrong(
                            "vision_config.fullatt_block_indexes",
                            "rising block indexes below " + depth,
                            fullAttentionBlocks);
                }
                previous = block;
            }
        }
    }

    /**
     * How pixels become patches.
     *
     * @param size side length of a patch, in pixels
     * @param temporal frames per patch
     * @param merge side length of the square of patches merged into one token
     * @param channels colour channels
     */
    public record Patches(int size, int temporal, int merge, int channels) {

        /** Length of one flattened patch: channels × temporal × size × size. */
        public int dim() {
            return channels * temporal * size * size;
        }
    }

    /**
     * @param bos as given in the file; unused here
     * @param eos as given in the file, the first of several; turns end with the tokenizer's {@code <|im_end|>} instead
     */
    public record TokenIds(int image, int video, int visionStart, int visionEnd, int bos, int eos) {

        private void check(int vocabSize) {
            ConfigChecks.token("image_token_id", image, vocabSize);
            ConfigChecks.token("video_token_id", video, vocabSize);
            ConfigChecks.token("vision_start_token_id", visionStart, vocabSize);
            ConfigChecks.token("vision_end_token_id", visionEnd, vocabSize);
            if (Set.copyOf(List.of(image, video, visionStart, visionEnd)).size() != 4) {
                throw ConfigChecks.wrong("vision token ids", "four different ids", this);
            }
        }
    }

    /** This configuration with an untied head. */
    Qwen25VlConfig untied() {
        Text untied = new Text(
                text.hiddenSize,
                text.intermediateSize,
                text.numLayers,
                text.numHeads,
                text.numKvHeads,
                text.vocabSize,
                text.rmsNormEps,
                text.rope,
                text.maxPositionEmbeddings,
                false);
        return new Qwen25VlConfig(untied, vision, tokens, dtype);
    }
}
