package org.geor1.jobs.run;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.geor1.jobs.common.IllegalTransitionException;
import org.jspecify.annotations.Nullable;

/** A run's life. {@link #to} is the one table of legal moves. */
public enum RunState {
    QUEUED,
    RUNNING,
    PAUSED,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    private static final Map<RunState, Set<RunState>> MOVES = Map.of(
            QUEUED, EnumSet.of(RUNNING, PAUSED, CANCELLED, FAILED),
            RUNNING, EnumSet.of(PAUSED, SUCCEEDED, FAILED, CANCELLED),
            PAUSED, EnumSet.of(QUEUED, CANCELLED),
            SUCCEEDED, EnumSet.noneOf(RunState.class),
            FAILED, EnumSet.noneOf(RunState.class),
            CANCELLED, EnumSet.noneOf(RunState.class));

    public boolean terminal() {
        return MOVES.getOrDefault(this, Set.of()).isEmpty();
    }

    public boolean canMoveTo(RunState next) {
        return MOVES.getOrDefault(this, Set.of()).contains(next);
    }

    /**
     * @return {@code next}
     * @throws IllegalTransitionException when the move is not in the table
     */
    public RunState to(RunState next) {
        if (!canMoveTo(next)) {
            throw new IllegalTransitionException("run", wire(), next.wire());
        }
        return next;
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RunState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /** Stored by its wire name. */
    @Converter(autoApply = true)
    static final class Column implements AttributeConverter<RunState, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable RunState value) {
            return value == null ? null : value.wire();
        }

        @Override
        public @Nullable RunState convertToEntityAttribute(@Nullable String stored) {
            return stored == null ? null : of(stored);
        }
    }
}
