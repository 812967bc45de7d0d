package org.geor1.jobs.dataset;

/** What was asked is not possible in the dataset's present state. Answered with status 409. */
public final class DatasetConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatasetConflictException(String message) {
        super(message);
    }
}
