package org.geor1.data;

import org.jspecify.annotations.Nullable;

/** Where a sample was taken, as far as the dataset says. */
public record Place(
        @Nullable Position position,
        @Nullable String city,
        @Nullable String country) {

    public static Place at(Position position) {
        return new Place(position, null, null);
    }
}
