package org.geor1.gateway.problems;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown while reading a body that passes its limit, for bodies that did not announce their length. */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    public BodyTooLargeException() {
        super("body limit passed");
    }

    /** Whether a converter's exception was caused by the limit. */
    static boolean in(Throwable thrown) {
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof BodyTooLargeException) {
                return true;
            }
        }
        return false;
    }
}
