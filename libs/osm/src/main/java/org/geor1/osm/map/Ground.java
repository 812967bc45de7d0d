package org.geor1.osm.map;

import java.util.Locale;

/** What covers an area, in the order in which areas are painted: what comes later lies on top. */
public enum Ground {
    RESIDENTIAL,
    COMMERCIAL,
    INDUSTRIAL,
    FARMLAND,
    GRASS,
    WOOD,
    PARK,
    SAND,
    CEMETERY,
    PITCH,
    WATER,
    PARKING,
    SQUARE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
