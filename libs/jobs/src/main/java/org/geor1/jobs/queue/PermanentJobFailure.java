package org.geor1.jobs.queue;

/** A failure that no retry can mend, such as a prompt that names no image. */
public final class PermanentJobFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PermanentJobFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
