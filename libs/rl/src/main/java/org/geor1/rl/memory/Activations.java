package org.geor1.rl.memory;

import org.geor1.vlm.checkpoint.Qwen25VlConfig;

/**
 * Bytes that the passes of a model hold, counted from its scripts. A prompt's tokens run once, those of its completions
 * run as branches. Where weights are bf16, so are activations, but for norms and softmax, which keep an fp32 copy.
 */
final class Activations {

    private static final long FLOAT = Float.BYTES;

    private final Qwen25VlConfig config;
    private final long width;
    private final boolean half;
    private final long prefixTokens;
    private final long branchTokens;
    private final long patches;
    private final long promptTokens;
    private final long seen;

    Activations(Qwen25VlConfig config, StepShape shape) {
        this.config = config;
        this.width = shape.memory().weightsDtype().bytes();
        this.half = width < FLOAT;
        this.prefixTokens = shape.prompts() * shape.promptTokens();
        this.branchTokens = shape.prompts() * shape.groupSize() * shape.completionTokens();
        int merge = config.vision().patches().merge();
        this.patches = shape.prompts() * shape.imageTokens() * merge * merge;
        this.promptTokens = shape.promptTokens();
        this.seen = (long) shape.promptTokens() + shape.completionTokens();
    }

    /** What goes into a layer: a row of the hidden size for each token. */
    long layerInput() {
        return width * tokens() * config.text().hiddenSize();
    }

    private long tokens() {
        return prefixTokens + branchTokens;
    }

    /** Number of a layer's attention weights of its branches over everything they see, which are a tensor of their own. */
    private long attention() {
        return branchTokens * seen * config.text().numHeads();
    }

    /** What a norm's differentiation needs beside its input: in bf16, the input in fp32. */
    private long norm(long elements) {
        return half ? FLOAT * elements : 0;
    }

    /** What a layer's differentiation needs of its forward pass, its input included. */
    long layer() {
        Qwen25VlConfig.Text text = config.text();
        long hidden = text.hiddenSize();
        long keys = (long) text.numKvHeads() * text.headDim();
        long gates = 4L * text.intermediateSize();
        return width
                        * (prefixTokens * (11 * hidden + 3 * keys + gates)
                                + branchTokens * (9 * hidden + 2 * keys + gates))
                + 2 * norm(tokens() * hidden)
                + (half ? FLOAT + width : FLOAT) * attention();
    }

    /**
     * What differentiating a layer takes beside that: gradients of its widest tensors. Those of the attention weights
     * come in two parts, by prompt and by completion, each padded to the whole; in bf16 less than what softmax takes, the
     * gradients of its result and of its input in fp32.
     */
    long layerGradients() {
        long gates = 4L * config.text().intermediateSize();
        long parts = half ? 0 : branchTokens * promptTokens * config.text().numHeads();
        return Math.max(FLOAT * (2 * attention() + parts), width * Math.max(prefixTokens, branchTokens) * gates);
    }

    /** The same of a block of the vision tower; attention there keeps no probabilities. */
    long block() {
        Qwen25VlConfig.Vision vision = config.vision();
        return width * patches * (13L * vision.hiddenSize() + 4L * vision.intermediateSize())
                + 2 * norm(patches * vision.hiddenSize());
    }

    long blockInput() {
        return width * patches * config.vision().hiddenSize();
    }

    /** Final norm, and the rows that are scored. */
    long top() {
        long rows = branchTokens * config.text().hiddenSize();
        return width * 4 * rows + norm(rows);
    }

    /** Rows of logits at a time, all of them or a chunk; three tensors of them exist together, in fp32. */
    long logits(long chunkRows) {
        return 3 * FLOAT * Math.min(branchTokens, chunkRows) * config.text().vocabSize();
    }

    long scored() {
        return branchTokens;
    }

    /** Patches as they come, and their features. */
    long inputs() {
        int merge = config.vision().patches().merge();
        return FLOAT * patches * config.vision().patches().dim()
                + width * patches / ((long) merge * merge) * config.text().hiddenSize();
    }
}
