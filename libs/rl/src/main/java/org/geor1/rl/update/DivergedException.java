package org.geor1.rl.update;

/** Training cannot continue: its loss or gradients are not finite. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DivergedException(String message) {
        super(message);
    }
}
