package org.geor1.vlm.engine;

/**
 * What an engine is doing and has done since it was opened.
 *
 * @param running sequences that are being decoded
 * @param waiting requests that wait for admission
 * @param kvTokens tokens whose keys and values are held, those kept for reuse included
 * @param kvCapacity how many may be held
 * @param kvPeak how many were held at most
 * @param kvBytesPerToken memory of one
 * @param prefixTokens prompt tokens of admitted requests
 * @param prefixHits of these, how many were taken from an earlier request
 * @param promptTokens prompt tokens that went through the model
 * @param generatedTokens tokens drawn
 * @param finished requests that ended by themselves
 * @param cancelled requests that were cancelled
 * @param failed requests that ended with an error
 */
public record EngineStats(
        long running,
        long waiting,
        long kvTokens,
        long kvCapacity,
        long kvPeak,
        long kvBytesPerToken,
        long prefixTokens,
        long prefixHits,
        long promptTokens,
        long generatedTokens,
        long finished,
        long cancelled,
        long failed) {

    /** Of no engine. */
    public static final EngineStats NONE = new EngineStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** What is being done now, and what was done since {@code earlier} engines began: counts only ever grow. */
    public EngineStats after(EngineStats earlier) {
        return new EngineStats(
                running,
                waiting,
                kvTokens,
                kvCapacity,
                kvPeak,
                kvBytesPerToken,
                prefixTokens + earlier.prefixTokens,
                prefixHits + earlier.prefixHits,
                promptTokens + earlier.promptTokens,
                generatedTokens + earlier.generatedTokens,
                finished + earlier.finished,
                cancelled + earlier.cancelled,
                failed + earlier.failed);
    }
}
