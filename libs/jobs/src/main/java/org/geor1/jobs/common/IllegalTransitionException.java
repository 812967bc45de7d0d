package org.geor1.jobs.common;

/** A move that the state table does not allow, such as cancelling a finished run. */
public final class IllegalTransitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IllegalTransitionException(String what, String from, String to) {
        super("a " + what + " cannot go from " + from + " to " + to);
    }
}
