package org.geor1.rl.memory;

/** A training step would take more memory than its device has. */
public final class DoesNotFitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DoesNotFitException(String message) {
        super(message);
    }
}
