package org.geor1.miniearth;

import java.util.Locale;

/** What a feature cell beside a junction can hold; the landmarks that cross-view pairing turns on. */
public enum Feature {
    LAKE,
    FOREST,
    FIELD,
    HOUSES,
    TOWERS,
    FACTORY,
    TEMPLE,
    SAND;

    /** The lower-case word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
