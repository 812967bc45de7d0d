package org.geor1.osm.views;

import java.util.Locale;

/**
 * Where a view is taken.
 *
 * @param longitude in 1e-7 degrees
 * @param latitude in 1e-7 degrees
 */
public record Viewpoint(Kind kind, int longitude, int latitude) {

    /** What the point is on a street. */
    public enum Kind {
        /** Three or more arms meet. */
        JUNCTION,
        /** Somewhere along a street. */
        STRETCH;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
