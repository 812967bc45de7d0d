package org.geor1.osm.map;

import org.jspecify.annotations.Nullable;

/**
 * A thing on the map. Positions are in 1e-7 degrees, as longitude and latitude in turns. Rings repeat no point and are
 * filled by the even-odd rule, so holes need no mark.
 */
public sealed interface Feature {

    /** A building whose footprint is raised to its height. */
    record Building(int[][] rings, BuildingForm form) implements Feature {}

    /** Ground of one kind. */
    record Area(int[][] rings, Ground ground) implements Feature {}

    /**
     * @param width metres
     */
    record Street(
            int[] line,
            StreetClass streetClass,
            double width,
            @Nullable String name) implements Feature {}

    /**
     * @param width metres
     */
    record Line(int[] line, LineKind kind, double width) implements Feature {}

    /**
     * @param height metres
     */
    record Tree(int longitude, int latitude, double height, boolean conifer) implements Feature {}
}
