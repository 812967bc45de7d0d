package org.geor1.data;

/** A dataset cannot be read at all; the message says why and what to do. */
public final class DatasetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }
}
