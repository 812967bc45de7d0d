package org.geor1.jobs.dataset;

/** A name that no stored dataset has. Answered with status 404. */
public final class UnknownDatasetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnknownDatasetException(String name) {
        super("there is no dataset '" + name + "'");
    }
}
