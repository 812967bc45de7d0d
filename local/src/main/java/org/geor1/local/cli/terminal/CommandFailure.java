package org.geor1.local.cli.terminal;

/** A command ended without its result, for a reason that one line tells. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }
}
