package org.geor1.jobs.run;

/** The caller no longer owns what it tried to write; nothing was written. */
public final class LostLeaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LostLeaseException(String message) {
        super(message);
    }
}
