package org.geor1.vlm.checkpoint;

import org.geor1.vlm.checkpoint.file.CheckpointException;

/** Checks numbers of a configuration and reports them by their names in {@code config.json}. */
final class ConfigChecks {

    /** Far above any model of this family, far below what would overflow a product of two sizes. */
    static final int MAX_SIZE = 1 << 22;

    static final int MAX_LAYERS = 1024;

    private ConfigChecks() {}

    static void token(String field, int id, int vocabSize) {
        if (id < 0 || id >= vocabSize) {
            throw wrong(field, "an id below vocab_size " + vocabSize, id);
        }
    }

    static void range(String field, int value, int max) {
        if (value < 1 || value > max) {
            throw wrong(field, "1 to " + max, value);
        }
    }

    static void multiple(String field, int value, int divisor, String divisorName) {
        if (value % divisor != 0) {
            throw wrong(field, "a multiple of " + divisorName + " = " + divisor, value);
        }
    }

    static void equal(String field, int expected, int found) {
        if (expected != found) {
            throw wrong(field, expected, found);
        }
    }

    static CheckpointException wrong(String field, Object expected, Object found) {
        return new CheckpointException("config.json: " + field + ": expected " + expected + ", found " + found);
    }
}
