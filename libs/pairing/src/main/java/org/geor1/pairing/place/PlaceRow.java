package org.geor1.pairing.place;

import org.geor1.geo.geodesy.GeoPoint;
import org.jspecify.annotations.Nullable;

/**
 * A place as it enters a table.
 *
 * @param id unique within the table
 * @param tile the place from above
 * @param panorama the place from the street; without one it can only confuse
 */
public record PlaceRow(
        String id,
        GeoPoint point,
        @Nullable String city,
        @Nullable String country,
        Split split,
        Picture tile,
        @Nullable Picture panorama) {}
