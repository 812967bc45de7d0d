package org.geor1.vlm;

/**
 * One sampled completion.
 *
 * @param tokenIds the sampled ids; the last one is the end-of-turn token when {@code finishReason} is {@code STOP}
 * @param logProbs log-probability of each id under softmax(logits / temperature), before top-k and top-p
 * @param text decoded text without special tokens
 * @param finishReason why sampling ended
 */
public record Completion(int[] tokenIds, float[] logProbs, String text, FinishReason finishReason) {

    /** Names as in the OpenAI API, in lower case on the wire. */
    public enum FinishReason {
        STOP,
        LENGTH
    }
}
