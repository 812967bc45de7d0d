package org.geor1.vlm.engine;

/**
 * Bounds of an engine.
 *
 * @param kvBytes memory for keys and values of running sequences and of prefixes kept for reuse
 * @param maxSequences sequences decoded together at most
 * @param maxWaiting requests that may wait for admission; further ones are refused
 * @param prefillTokens prompt tokens prefilled between two decode steps at most, so that a long prompt does not stall
 *     the sequences that are being decoded; rounded up to a whole chunk of one prompt
 * @param featureBytes memory for features of images that may come again
 * @param threads processors, 0 for all: a model with large matrices spreads each operation over them, any other spreads
 *     the sequences
 */
public record EngineOptions(
        long kvBytes, int maxSequences, int maxWaiting, int prefillTokens, long featureBytes, int threads) {

    public static final EngineOptions DEFAULT = new EngineOptions(2L << 30, 512, 8192, 4096, 64L << 20, 0);

    public EngineOptions {
        requirePositive("kv_bytes", kvBytes);
        requirePositive("max_sequences", maxSequences);
        requirePositive("max_waiting", maxWaiting);
        requirePositive("prefill_tokens", prefillTokens);
        requirePositive("feature_bytes", featureBytes);
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be >= 0, was " + threads);
        }
    }

    private static void requirePositive(String field, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(field + " must be >= 1, was " + value);
        }
    }

    public EngineOptions withKvBytes(long kvBytes) {
        return new EngineOptions(kvBytes, maxSequences, maxWaiting, prefillTokens, featureBytes, threads);
    }

    public EngineOptions withThreads(int threads) {
        return new EngineOptions(kvBytes, maxSequences, maxWaiting, prefillTokens, featureBytes, threads);
    }
}
