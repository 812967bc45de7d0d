package org.geor1.gazetteer.locate;

/** Reads where on one planet a model says that a photo was taken. Safe for use by many threads. */
public interface Places {

    /** {@code earth}, or a fictional one. */
    String planet();

    /** Takes any text, and never fails. */
    ReadPlace read(String completion);
}
