package org.geor1.gateway.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether the database is known to be gone. Then one request at a time finds out whether it is back, which can take as long
 * as a connection may; the others are told at once.
 */
@Component
public class DatabaseOutage {
    /** Longer than the pool looks for a connection. */
    private static final long ATTEMPT_MILLIS = 3000;

    /** Classes of SQL states: connection failures, and a server that is stopping, starting or full. */
    private static final Set<String> GONE = Set.of("08", "57", "53");

    private static final long NEVER = Long.MAX_VALUE;

    private final Clock clock;

    /** When the next request may try, or {@link #NEVER} while nothing is wrong. */
    private final AtomicLong nextAttempt = new AtomicLong(NEVER);

    public DatabaseOutage() {
        this(Clock.systemUTC());
    }

    DatabaseOutage(Clock clock) {
        this.clock = clock;
    }

    /** Whether a failure means that the database cannot be reached, rather than that it refused something. */
    public static boolean in(Throwable thrown) {
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLTransientConnectionException
                    || t instanceof SQLNonTransientConnectionException
                    || (t instanceof SQLException sql && gone(sql))) {
                return true;
            }
        }
        return false;
    }

    private static boolean gone(SQLException e) {
        String state = e.getSQLState();
        // The pool's own word for a connection that broke; it hides the server's where a roll-back fails as well.
        if (state == null && "Connection is closed".equals(e.getMessage())) {
            return true;
        }
        return state != null && state.length() == 5 && GONE.contains(state.substring(0, 2));
    }

    /** A request has failed for it. */
    public void noticed() {
        nextAttempt.set(clock.millis() + 1000);
    }

    /** Whether this request should not even try. */
    public boolean refuses() {
        long next = nextAttempt.get();
        long now = clock.millis();
        return next != NEVER && (now < next || !nextAttempt.compareAndSet(next, now + ATTEMPT_MILLIS));
    }

    /** A request that was let through has ended; what it noticed counts, if anything. */
    public void tried(boolean failed) {
        if (!failed) {
            nextAttempt.set(NEVER);
        }
    }

    /** Whether there is an outage, as far as is known. */
    public boolean known() {
        return nextAttempt.get() != NEVER;
    }
}
