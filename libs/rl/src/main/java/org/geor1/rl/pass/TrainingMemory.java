package org.geor1.rl.pass;

/**
 * What a training step may keep in memory.
 *
 * @param gradientCheckpointing keep only what goes into each layer and run the layer again when it is differentiated:
 *     the time of one more forward pass for a fraction of the memory
 * @param logitRows rows of logits that exist together, on their way to log-probabilities and from their gradients
 */
public record TrainingMemory(boolean gradientCheckpointing, int logitRows) {

    /** Bound of one [rows, vocabulary] tensor in fp32. */
    private static final long LOGIT_BYTES = 128L << 20;

    /** More rows at a time are not faster, even with a small vocabulary (measured). */
    private static final long MAX_LOGIT_ROWS = 256;

    /** 2 MiB in fp32, which stay in a processor's cache. */
    private static final long ATTENTION_SCORES = 1 << 19;

    /** 64 MiB in fp32, which should keep a GPU busy (not measured). */
    private static final long ATTENTION_SCORES_ON_GPU = 1 << 24;

    /** Of a layer's MLP, differentiated at a time. */
    private static final int MLP_ROWS = 512;

    private static final int MLP_ROWS_ON_GPU = 8192;

    public static TrainingMemory of(boolean gradientCheckpointing, int vocabulary) {
        return new TrainingMemory(gradientCheckpointing, logitRows(vocabulary));
    }

    /** Unless it is told otherwise. */
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
