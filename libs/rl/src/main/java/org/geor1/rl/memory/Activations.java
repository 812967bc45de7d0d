package org.geor1.rl.memory;

import org.geor1.vlm.checkpoint.Qwen25VlConfig;

/**
 * Floats that the passes of a model hold, counted from its scripts. A prompt's tokens run once, those of its completions
 * run as branches.
 */
final class Activations {

    private final Qwen25VlConfig config;
    private final long prefixTokens;
    private final long branchTokens;
    private final long patches;
    private final long seenByBranches;

    Activations(Qwen25VlConfig config, StepShape shape) {
        this.config = config;
        this.prefixTokens = shape.prompts() * shape.promptTokens();
        this.branchTokens = shape.prompts() * shape.groupSize() * shape.completionTokens();
        int merge = config.vision().patches().merge();
        this.patches = shape.prompts() * shape.imageTokens() * merge * merge;
        this.seenByBranches =
                shape.prompts() * shape.groupSize() * ((long) shape.promptTokens() + shape.completionTokens());
    }

    /** What goes into a layer: a row of the hidden size for each token. */
    long layerInput() {
        return (prefixTokens + branchTokens) * config.text().hiddenSize();
    }

    /** Keys and values of everything that a layer's branches see, each branch with a copy of its prompt's. */
    long attention() {
        Qwen25VlConfig.Text text = config.text();
        return 2 * seenByBranches * text.numKvHeads() * text.headDim();
    }

    /** What a layer's differentiation needs of its forward pass, its input included. */
    long layer() {
        Qwen25VlConfig.Text text = config.text();
        long hidden = text.hiddenSize();
        long keys = (long) text.numKvHeads() * text.headDim();
        long gates = 4L * text.intermediateSize();
        return prefixTokens * (11 * hidden + 3 * keys + gates)
                + branchTokens * (9 * hidden + 2 * keys + gates)
                + attention();
    }

    /** What differentiating a layer takes beside that: gradients of its widest tensors. */
    long layerGradients() {
        long gates = 4L * config.text().intermediateSize();
        return Math.max(2 * attention(), Math.max(prefixTokens, branchTokens) * gates);
    }

    /** The same of a block of the vision tower; attention there keeps no probabilities. */
    long block() {
        Qwen25VlConfig.Vision vision = config.vision();
        return patches * (13L * vision.hiddenSize() + 4L * vision.intermediateSize());
    }

    long blockInput() {
        return patches * config.vision().hiddenSize();
    }

    /** Final norm, and the rows that are scored. */
    long top() {
        return 4 * branchTokens * config.text().hiddenSize();
    }

    /** Rows of logits at a time, all of them or a chunk; three tensors of them exist together. */
    long logits(long chunkRows) {
        return 3 * Math.min(branchTokens, chunkRows) * config.text().vocabSize();
    }

    long scored() {
        return branchTokens;
    }

    /** Patches as they come, and their features. */
    long inputs() {
        int merge = config.vision().patches().merge();
        return patches * config.vision().patches().dim()
                + patches / ((long) merge * merge) * config.text().hiddenSize();
    }
}
