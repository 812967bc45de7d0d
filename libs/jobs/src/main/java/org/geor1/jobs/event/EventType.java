package org.geor1.jobs.event;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of server-sent events. */
public enum EventType {
    METRIC,
    ROLLOUT,
    ALERT,
    STATE,
    CHECKPOINT,
    LOG;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static EventType of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }

    /** Stored by its wire name. */
    @Converter(autoApply = true)
    static final class Column implements AttributeConverter<EventType, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable EventType value) {
            return value == null ? null : value.wire();
        }

        @Override
        public @Nullable EventType convertToEntityAttribute(@Nullable String stored) {
            return stored == null ? null : of(stored);
        }
    }
}
