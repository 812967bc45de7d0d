package org.geor1.vlm;

/** A prompt and how many completions to draw from it; the prompt is prefilled once, whatever {@code n} is. */
public record GenerationRequest(ChatPrompt prompt, int n, SamplingParams sampling) {

    public GenerationRequest {
        if (n < 1) {
            throw new IllegalArgumentException("n must be >= 1, was " + n);
        }
    }
}
