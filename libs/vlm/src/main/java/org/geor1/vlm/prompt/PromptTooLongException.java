package org.geor1.vlm.prompt;

/** A prompt that takes more tokens than allowed. Thrown before any picture is processed. */
public final class PromptTooLongException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PromptTooLongException(int tokens, int limit) {
        super("the prompt takes " + tokens + " tokens, the limit is " + limit);
    }
}
