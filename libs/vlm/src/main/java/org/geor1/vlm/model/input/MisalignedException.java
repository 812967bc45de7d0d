package org.geor1.vlm.model.input;

/**
 * A prompt whose tokens, image features and positions do not belong together, or a branch that holds tokens of images.
 * Training on it would pair features with the wrong tokens.
 */
public final class MisalignedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int prompt;

    /** @param prompt which prompt of its batch, from 0 */
    public MisalignedException(int prompt, String message) {
        super(message);
        this.prompt = prompt;
    }

    public int prompt() {
        return prompt;
    }
}
