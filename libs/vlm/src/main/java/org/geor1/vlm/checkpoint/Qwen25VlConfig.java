package org.geor1.vlm.checkpoint;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sizes and token ids of a Qwen2.5-VL checkpoint, from its {@code config.json}. An instance is consistent: every
 * division the model makes is exact.
 *
 * @param dtype the weights' type as PyTorch names it, such as {@code bfloat16}
 */
public record Qwen25VlConfig(Text text, Vision vision, TokenIds tokens, String dtype) {

    public static final String FILE = "config.json";

    public Qwen25VlConfig {
        ConfigChecks.check(text, vision, tokens, dtype);
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
    }

    /** @param mropeSection how many frequencies turn with time, height and width; they sum to half a head */
    public record Rope(double theta, List<Integer> mropeSection) {

        public Rope {
            mropeSection = List.copyOf(mropeSection);
        }
    }

    /** @param fullAttentionBlocks indexes of the blocks that attend within a whole image instead of a window */
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

        /** Side of an attention window, in merged tokens. */
        public int windowTokens() {
            return windowSize / (patches.size() * patches.merge());
        }
    }

    /**
     * How pixels become patches.
     *
     * @param size side of a patch, in pixels
     * @param temporal frames to a patch
     * @param merge side of the square of patches that becomes one token
     * @param channels colour channels
     */
    public record Patches(int size, int temporal, int merge, int channels) {

        /** Length of one flattened patch: channels × temporal × size × size. */
        public int dim() {
            return channels * temporal * size * size;
        }
    }

    /**
     * @param bos as the file names it, which nothing here depends on
     * @param eos as the file names it, the first of several; a turn ends where the tokenizer's {@code <|im_end|>} is
     */
    public record TokenIds(int image, int video, int visionStart, int visionEnd, int bos, int eos) {}

    /**
     * Reads {@code config.json} of {@code directory}, in the published flat layout or with a nested text_config. What the
     * weights beside it say is not known yet: see {@link Checkpoint#inspect}.
     *
     * @throws CheckpointException if it describes another model, quantized weights, or sizes that do not fit together
     */
    public static Qwen25VlConfig read(Path directory) {
        ForeignFiles.refuse(directory);
        return ConfigJson.parse(json(directory));
    }

    /** Writes {@code config.json} into {@code directory}, in the published flat layout. */
    public void write(Path directory) {
        JsonFiles.write(directory.resolve(FILE), ConfigWriter.flat(this));
    }

    /** Like {@link #write}, with every field that this record does not hold as it is in the checkpoint {@code source}. */
    public void write(Path directory, Path source) {
        JsonFiles.write(directory.resolve(FILE), ConfigWriter.flat(this, json(source)));
    }

    private static ObjectNode json(Path directory) {
        return JsonFiles.readObject(directory.resolve(FILE), 1 << 20);
    }

    /** This configuration with a head of its own. */
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
