package org.geor1.jobs.dataset;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A dataset's life: samples are appended to one that is importing; one that is ready never changes. */
public enum DatasetState {
    IMPORTING,
    READY;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Stored by its wire name. */
    @Converter(autoApply = true)
    static final class Column implements AttributeConverter<DatasetState, String> {

        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable DatasetState value) {
            return value == null ? null : value.wire();
        }

        @Override
        public @Nullable DatasetState convertToEntityAttribute(@Nullable String stored) {
            return stored == null ? null : valueOf(stored.toUpperCase(Locale.ROOT));
        }
    }
}
