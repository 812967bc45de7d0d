package org.geor1.rl.pass;

/**
 * What a training pass keeps in memory.
 *
 * @param gradientCheckpointing keep only the input of each layer and recompute the layer in the backward pass: one
 *     more forward pass for a fraction of the memory
 * @param logitRows rows of logits that exist at a time
 */
public record TrainingMemory(boolean gradientCheckpointing, int logitRows) {

    /** Upper bound of a [rows, vocabulary] tensor in fp32. */
    private static final long LOGIT_BYTES = 128L << 20;

    /** More rows at a time are not faster, even with a small vocabulary (measured). */
    private static final long MAX_LOGIT_ROWS = 256;

    /** 2 MiB in fp32, which fits in a processor's cache. */
    private static final long ATTENTION_SCORES = 1 << 19;

    /** 64 MiB in fp32, which should keep a GPU busy (not measured). */
    private static final long ATTENTION_SCORES_ON_GPU = 1 << 24;

    /** Rows of a layer's MLP differentiated at a time. */
    private static final int MLP_ROWS = 512;

    private static final int MLP_ROWS_ON_GPU = 8192;

    public static TrainingMemory of(boolean gradientCheckpointing, int vocabulary) {
        return new TrainingMemory(gradientCheckpointing, logitRows(vocabulary));
    }

    /** The default. */
    public static int logitRows(int vocabulary) {
        return (int) Math.max(1, Math.min(MAX_LOGIT_ROWS, LOGIT_BYTES / ((long) vocabulary * Float.BYTES)));
    }

    /** Attention scores that a training pass holds at a time. */
    public static long attentionScores(boolean onGpu) {
        return onGpu ? ATTENTION_SCORES_ON_GPU : ATTENTION_SCORES;
    }

    /** Rows of a layer's MLP that are differentiated at a time. */
    public static int mlpRows(boolean onGpu) {
        return onGpu ? MLP_ROWS_ON_GPU : MLP_ROWS;
    }
}
