package org.geor1.local.client;

/** The platform refused a request, or could not be reached. */
public final class PlatformException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public PlatformException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** HTTP status, or 0 when no answer came. */
    public int status() {
        return status;
    }
}
