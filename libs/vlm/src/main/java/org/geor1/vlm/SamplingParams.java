package org.geor1.vlm;

import java.util.HashSet;
import java.util.List;

/**
 * How completions are drawn. The repetition penalty comes first, then temperature, top k, top p, min p, each on what
 * those before it have left, as in Hugging Face {@code generate}.
 *
 * @param temperature softmax temperature; 0 is greedy
 * @param topK keep the k likeliest tokens and those as likely as the k-th; 0 keeps all
 * @param topP drop the least likely tokens that together hold no more than 1 - p, but never all; 1 drops none
 * @param minP drop tokens less likely than this times the likeliest; 0 drops none
 * @param repetitionPenalty divides the positive and multiplies the negative logits of tokens that stand in the prompt or
 *     the completion; 1 changes nothing
 * @param maxTokens completion length limit, in tokens
 * @param seed draws repeat for equal seed, weights and prompt, whatever else is in the batch
 * @param stop texts that end a completion; the text returned ends before them
 * @param choices if any: the completion is the one token that begins one of these
 * @param logprobs how many of the likeliest tokens to report at each place
 */
public record SamplingParams(
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetitionPenalty,
        int maxTokens,
        long seed,
        List<String> stop,
        List<String> choices,
        int logprobs) {

    /** Logits divided by less overflow, or sampling is as good as greedy. */
    public static final double MIN_TEMPERATURE = 0.001;

    private static final int MAX_STOPS = 16;
    private static final int MAX_STOP_LENGTH = 256;
    private static final int MAX_CHOICES = 64;
    private static final int MAX_LOGPROBS = 20;

    public SamplingParams {
        require(
                temperature == 0 || temperature >= MIN_TEMPERATURE && temperature <= 100,
                "temperature must be 0, which is greedy, or in [" + MIN_TEMPERATURE + ", 100], was " + temperature);
        require(topK >= 0, "top_k must be >= 0, was " + topK);
        require(topP > 0 && topP <= 1, "top_p must be in (0, 1], was " + topP);
        require(minP >= 0 && minP <= 1, "min_p must be in [0, 1], was " + minP);
        require(
                repetitionPenalty > 0 && repetitionPenalty <= 100,
                "repetition_penalty must be in (0, 100], was " + repetitionPenalty);
        require(maxTokens >= 1, "max_tokens must be >= 1, was " + maxTokens);
        require(logprobs >= 0 && logprobs <= MAX_LOGPROBS, "logprobs must be in [0, 20], was " + logprobs);
        stop = List.copyOf(stop);
        require(stop.size() <= MAX_STOPS, "stop holds more than " + MAX_STOPS + " texts");
        for (String text : stop) {
            require(
                    !text.isEmpty() && text.length() <= MAX_STOP_LENGTH,
                    "stop must hold texts of 1 to " + MAX_STOP_LENGTH + " characters");
        }
        choices = List.copyOf(choices);
        require(choices.size() <= MAX_CHOICES, "choices holds more than " + MAX_CHOICES + " texts");
        require(new HashSet<>(choices).size() == choices.size(), "choices holds a text twice");
        require(choices.isEmpty() || maxTokens == 1, "max_tokens must be 1 with choices, was " + maxTokens);
    }

    public SamplingParams(double temperature, int topK, double topP, int maxTokens, long seed) {
        this(temperature, topK, topP, 0, 1, maxTokens, seed, List.of(), List.of(), 0);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    public static SamplingParams greedy(int maxTokens) {
        return new SamplingParams(0, 0, 1, maxTokens, 0);
    }

    /** The likeliest of {@code choices}, and how likely each is. */
    public static SamplingParams choosing(List<String> choices) {
        return new SamplingParams(0, 0, 1, 0, 1, 1, 0, List.of(), choices, 0);
    }

    public SamplingParams withMinP(double minP) {
        return new SamplingParams(
                temperature, topK, topP, minP, repetitionPenalty, maxTokens, seed, stop, choices, logprobs);
    }

    public SamplingParams withRepetitionPenalty(double penalty) {
        return new SamplingParams(temperature, topK, topP, minP, penalty, maxTokens, seed, stop, choices, logprobs);
    }

    public SamplingParams withStop(List<String> stop) {
        return new SamplingParams(
                temperature, topK, topP, minP, repetitionPenalty, maxTokens, seed, stop, choices, logprobs);
    }

    public SamplingParams withLogprobs(int logprobs) {
        return new SamplingParams(
                temperature, topK, topP, minP, repetitionPenalty, maxTokens, seed, stop, choices, logprobs);
    }

    /** Whether anything is cut off before drawing. */
    public boolean truncates() {
        return topK > 0 || topP < 1 || minP > 0;
    }
}
