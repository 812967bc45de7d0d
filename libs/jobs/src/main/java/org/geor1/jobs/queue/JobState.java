package org.geor1.jobs.queue;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.geor1.jobs.common.IllegalTransitionException;

/** A job's life. {@link #to} is the one table of legal moves; terminal jobs move from table {@code job} to {@code job_history}. */
public enum JobState {
    QUEUED,
    LEASED,
    DONE,
    DEAD,
    CANCELLED;

    private static final Map<JobState, Set<JobState>> MOVES = Map.of(
            QUEUED, EnumSet.of(LEASED, CANCELLED),
            // Leased to leased is a claim of a job whose worker let the lease expire.
            LEASED, EnumSet.of(LEASED, QUEUED, DONE, DEAD, CANCELLED),
            DONE, EnumSet.noneOf(JobState.class),
            DEAD, EnumSet.noneOf(JobState.class),
            CANCELLED, EnumSet.noneOf(JobState.class));

    public boolean terminal() {
        return MOVES.getOrDefault(this, Set.of()).isEmpty();
    }

    public boolean canMoveTo(JobState next) {
        return MOVES.getOrDefault(this, Set.of()).contains(next);
    }

    /**
     * @return {@code next}
     * @throws IllegalTransitionException when the move is not in the table
     */
    public JobState to(JobState next) {
        if (!canMoveTo(next)) {
            throw new IllegalTransitionException("job", wire(), next.wire());
        }
        return next;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static JobState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
