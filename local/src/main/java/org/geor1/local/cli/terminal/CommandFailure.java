package org.geor1.local.cli.terminal;

/** A command failed, for a reason that fits on one line. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }
}
