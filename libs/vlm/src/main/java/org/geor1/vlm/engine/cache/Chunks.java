package org.geor1.vlm.engine.cache;

/**
 * How prompts are split. Chunks begin at fixed tokens and widths are multiples of a fixed step, whatever else is in the
 * batch. So a prompt runs through the same operations alone, in a batch, and after part of it was reused.
 */
public final class Chunks {

    /** Tokens of a chunk. */
    public static final int SIZE = 256;

    /** Prefixes are padded to a multiple of this. */
    private static final int STEP = 32;

    private Chunks() {}

    /** Padded width of a prefix of {@code tokens}. */
    public static int width(int tokens) {
        return (tokens + STEP - 1) / STEP * STEP;
    }

    /** Where the chunk that begins at {@code from} ends in a prefix of {@code width}. */
    public static int end(int from, int width) {
        return Math.min(from + SIZE, width);
    }
}
