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
 * Whether the database is known to be down. While it is, one request at a time tries it, which may take a whole
 * connection time-out; all others are refused at once.
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
        // The pool's own exception for a connection that broke; it hides the server's where a roll-back fails as well.
        // The
        // driver's exceptions are subclasses and have a state.
        if (state == null && e.getClass() == SQLException.class) {
            return true;
        }
        return state != null && state.length() == 5 && GONE.contains(state.substring(0, 2));
    }

    /** A request failed because the database is down. */
    public void noticed() {
        nextAttempt.set(clock.millis() + 1000);
    }

    /** Whether to refuse this request without trying the database. */
    public boolean refuses() {
        long next = nextAttempt.get();
        long now = clock.millis();
        return next != NEVER && (now < next || !nextAttempt.compareAndSet(next, now + ATTEMPT_MILLIS));
    }

    /** A request that was let through has ended: the outage is over unless it failed too. */
    public void tried(boolean failed) {
        if (!failed) {
            nextAttempt.set(NEVER);
        }
    }

    /** Whether an outage is known. */
    public boolean known() {
        return nextAttempt.get() != NEVER;
    }
}
