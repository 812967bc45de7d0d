package org.geor1.gateway.problems;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown while reading a body that passes its limit, for bodies that did not announce their length. */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    public BodyTooLargeException(long limit) {
        super(String.format(
                Locale.ROOT,
                "The body is longer than the %,d bytes allowed without a Content-Length; send one, which may allow more.",
                limit));
    }

    /** The message for a body that announced its length. */
    public static String detail(long bytes, long limit) {
        return String.format(Locale.ROOT, "The body has %,d bytes; at most %,d are taken here.", bytes, limit);
    }

    /** The limit that caused a converter's exception, if one did. */
    static Optional<BodyTooLargeException> in(Throwable thrown) {
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof BodyTooLargeException limit) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }
}
