package org.geor1.rl;

/** Training cannot go on: its loss or gradients are no numbers any more. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DivergedException(String message) {
        super(message);
    }
}
