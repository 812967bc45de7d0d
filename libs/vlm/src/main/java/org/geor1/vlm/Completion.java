package org.geor1.vlm;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One sampled completion.
 *
 * @param tokenIds the sampled ids; the last one is the end-of-turn token when that ended it
 * @param logProbs log-probability of each id under softmax(logits / temperature), before penalty, top k, top p and min p
 * @param text decoded text without special tokens, up to a stop text
 * @param finishReason why sampling ended
 * @param detail what the request asked for beyond that, or null
 */
public record Completion(
        int[] tokenIds,
        float[] logProbs,
        String text,
        FinishReason finishReason,
        @Nullable Detail detail) {

    public Completion(int[] tokenIds, float[] logProbs, String text, FinishReason finishReason) {
        this(tokenIds, logProbs, text, finishReason, null);
    }

    /** Names as in the OpenAI API, in lower case on the wire. */
    public enum FinishReason {
        STOP,
        LENGTH
    }

    /**
     * More about each token.
     *
     * @param processedLogProbs log-probability of each id in the distribution it was drawn from
     * @param topIds the likeliest ids at each place, likeliest first
     * @param topLogProbs their log-probabilities, as {@link Completion#logProbs}
     * @param choices with choices: the probability of each among them
     */
    public record Detail(
            float[] processedLogProbs, int[][] topIds, float[][] topLogProbs, Map<String, Double> choices) {}
}
