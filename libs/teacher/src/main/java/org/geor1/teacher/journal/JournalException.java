package org.geor1.teacher.journal;

/** A journal cannot be used; the message says why and what to do. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JournalException(String message) {
        super(message);
    }
}
