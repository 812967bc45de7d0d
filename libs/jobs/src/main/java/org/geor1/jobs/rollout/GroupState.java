package org.geor1.jobs.rollout;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A group's life: open → generated (all completions stored, reward job queued) → scored → consumed by its step. A group
 * one of whose jobs died, or whose policy was too old when its turn came, is dropped: its step goes on without it. A
 * group that taught nothing may be replaced by one of another question.
 */
public enum GroupState {
    OPEN,
    GENERATED,
    SCORED,
    CONSUMED,
    DROPPED,
    REPLACED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static GroupState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /** Stored by its wire name. */
    @Converter(autoApply = true)
    static final class Column implements AttributeConverter<GroupState, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable GroupState value) {
            return value == null ? null : value.wire();
        }

        @Override
        public @Nullable GroupState convertToEntityAttribute(@Nullable String stored) {
            return stored == null ? null : of(stored);
        }
    }
}
