package org.geor1.jobs.catalog;

/** A model name that is neither a shipped model nor a checkpoint. Answered with status 404. */
public final class UnknownModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownModelException(String model) {
        super("unknown model: " + model);
    }
}
