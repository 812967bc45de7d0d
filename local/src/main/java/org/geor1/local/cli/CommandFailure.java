package org.geor1.local.cli;

/** A command ended without its result, for a reason that one line tells. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }
}
