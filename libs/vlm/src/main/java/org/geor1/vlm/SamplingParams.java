package org.geor1.vlm;

/**
 * How completions are drawn.
 *
 * @param temperature softmax temperature; 0 is greedy
 * @param topK keep the k likeliest tokens; 0 keeps all
 * @param topP keep the smallest set whose mass reaches p; 1 keeps all
 * @param maxTokens completion length limit, in tokens
 * @param seed draws repeat for equal seed, weights and prompt, whatever else is in the batch
 */
public record SamplingParams(double temperature, int topK, double topP, int maxTokens, long seed) {

    public SamplingParams {
        if (!(temperature >= 0 && temperature <= 100)) {
            throw new IllegalArgumentException("temperature must be in [0, 100], was " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top_k must be >= 0, was " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p must be in (0, 1], was " + topP);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be >= 1, was " + maxTokens);
        }
    }

    public static SamplingParams greedy(int maxTokens) {
        return new SamplingParams(0, 0, 1, maxTokens, 0);
    }
}
