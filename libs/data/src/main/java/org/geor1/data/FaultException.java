package org.geor1.data;

/** One row is wrong; the message says how. Whoever knows the row makes it a {@link Row.Fault}. */
public final class FaultException extends Exception {

    private static final long serialVersionUID = 1L;

    public FaultException(String message) {
        super(message);
    }

    public String problem() {
        return String.valueOf(getMessage());
    }
}
