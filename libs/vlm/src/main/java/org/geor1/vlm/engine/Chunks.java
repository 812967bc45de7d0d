package org.geor1.vlm.engine;

/**
 * How prompts are cut. Chunks begin at fixed tokens and widths come in fixed steps, whoever else is in the batch: so a
 * prompt goes through the same operations alone, among others, and after a part of it was reused.
 */
final class Chunks {

    /** Tokens of a chunk. */
    static final int SIZE = 256;

    /** Prefixes are padded to a multiple of this. */
    private static final int STEP = 32;

    private Chunks() {}

    /** Padded width of a prefix of {@code tokens}. */
    static int width(int tokens) {
        return (tokens + STEP - 1) / STEP * STEP;
    }

    /** Where the chunk that begins at {@code from} ends in a prefix of {@code width}. */
    static int end(int from, int width) {
        return Math.min(from + SIZE, width);
    }
}
