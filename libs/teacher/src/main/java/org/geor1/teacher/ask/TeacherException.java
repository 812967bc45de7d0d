package org.geor1.teacher.ask;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request without an answer. */
public final class TeacherException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What went wrong, and what follows from it. */
    public enum Kind {
        /** Nothing, or not all of it, came in time. */
        TIMEOUT(true, true),
        /** The connection ended early. */
        CLOSED(true, true),
        /** What came is no chat completion. */
        GARBAGE(true, true),
        /** There is no connection. */
        UNREACHABLE(true, false),
        /** Too many requests. */
        RATE_LIMITED(true, false),
        /** The endpoint failed. */
        SERVER_ERROR(true, false),
        /** The endpoint does not take this request; it may take others. */
        REFUSED(false, false),
        /** The endpoint will take no request, such as with a wrong key. */
        HOPELESS(false, false);

        private final boolean again;
        private final boolean maybeBilled;

        Kind(boolean again, boolean maybeBilled) {
            this.again = again;
            this.maybeBilled = maybeBilled;
        }

        /** Whether the same request may work later. */
        public boolean isWorthAnotherTry() {
            return again;
        }

        /** Whether the endpoint may charge for it although no answer came. */
        public boolean mayBeBilled() {
            return maybeBilled;
        }
    }

    private final Kind kind;
    private final transient @Nullable Duration retryAfter;

    /** @param retryAfter how long the endpoint asks to wait, or null */
    public TeacherException(Kind kind, String message, @Nullable Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public String problem() {
        return String.valueOf(getMessage());
    }
}
