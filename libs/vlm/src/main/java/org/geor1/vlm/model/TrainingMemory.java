package org.geor1.vlm.model;

/**
 * What a training step may keep in memory.
 *
 * @param gradientCheckpointing keep only what goes into each layer and run the layer again when it is differentiated:
 *     the time of one more forward pass for a fraction of the memory
 * @param logitBytes bound of one [rows, vocabulary] tensor in fp32; a batch with more rows has its log-probabilities
 *     computed in chunks, and again for their gradients
 */
public record TrainingMemory(boolean gradientCheckpointing, long logitBytes) {

    /** All batches of the nano model fit one chunk; a vocabulary of 152,000 takes about 220 rows at a time. */
    public static final long LOGIT_BYTES = 128L << 20;

    public static final TrainingMemory STANDARD = new TrainingMemory(false, LOGIT_BYTES);

    public TrainingMemory(boolean gradientCheckpointing) {
        this(gradientCheckpointing, LOGIT_BYTES);
    }

    /** Rows of logits that are computed together. */
    public long logitRows(int vocabulary) {
        return Math.max(1, logitBytes / ((long) vocabulary * Float.BYTES));
    }
}
