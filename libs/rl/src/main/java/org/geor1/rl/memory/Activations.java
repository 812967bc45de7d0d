package org.geor1.rl.memory;

import org.geor1.rl.pass.TrainingMemory;
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
    private final boolean onGpu;

    Activations(Qwen25VlConfig config, StepShape shape) {
        this.config = config;
        this.width = shape.memory().weightsDtype().bytes();
        this.half = width < FLOAT;
        this.prefixTokens = shape.prompts() * shape.promptTokens();
        this.branchTokens = shape.prompts() * shape.groupSize() * shape.completionTokens();
        int merge = config.vision().patches().merge();
        this.patches = shape.prompts() * shape.imageTokens() * merge * merge;
        this.promptTokens = shape.promptTokens();
        this.onGpu = shape.onGpu();
        this.seen = (long) shape.promptTokens() + shape.completionTokens();
    }

    /** What goes into a layer: a row of the hidden size for each token. */
    long layerInput() {
        return width * tokens() * config.text().hiddenSize();
    }

    private long tokens() {
        return prefixTokens + branchTokens;
    }

    private long keys() {
        return (long) config.text().numKvHeads() * config.text().headDim();
    }

    /** What a norm's differentiation needs beside its input: in bf16, the input in fp32. */
    private long norm(long elements) {
        return half ? FLOAT * elements : 0;
    }

    /** Queries, keys, values, what attention gives, the sum behind it, gate and up. */
    long layerInside() {
        return width
                * tokens()
                * (3L * config.text().hiddenSize()
                        + 2 * keys()
                        + 2L * config.text().intermediateSize());
    }

    /** What all layers keep of their forward pass. Behind the last one's keys and values nothing reads the prompt. */
    long layers() {
        Qwen25VlConfig.Text text = config.text();
        long unread = width * prefixTokens * (2L * text.hiddenSize() + 2L * text.intermediateSize());
        return text.numLayers() * (layerInput() + layerInside()) - unread;
    }

    /** Gradients by a layer's outcome and by the sum in its middle, whole and in parts. */
    long mlpGradients() {
        return width * tokens() * 3 * config.text().hiddenSize();
    }

    /**
     * What a layer takes when attention is differentiated and its MLP is done: queries, keys and values, gradients by them,
     * by what attention gives and by what surrounds it; the branches' once more by heads; and the scores that are computed
     * together.
     */
    long attentionGradients() {
        long hidden = config.text().hiddenSize();
        return width * (tokens() * (5 * hidden + 4 * keys()) + branchTokens * (4 * hidden + 6 * keys())) + scores();
    }

    /** Four tensors in fp32. */
    private long scores() {
        long heads = config.text().numHeads();
        long all = heads * Math.max(branchTokens * seen, prefixTokens * promptTokens);
        return 4 * FLOAT * Math.min(all, TrainingMemory.attentionScores(onGpu));
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

    /** The last layer's outcome, the rows of it that are scored before and after the final norm, and a gradient. */
    long top() {
        return width * 4 * branchTokens * config.text().hiddenSize();
    }

    /** So many rows of logits at a time; two tensors of them exist together, in fp32. */
    long logits(long chunkRows) {
        return 2 * FLOAT * Math.min(branchTokens, chunkRows) * config.text().vocabSize();
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
