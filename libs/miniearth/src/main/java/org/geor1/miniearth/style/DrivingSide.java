package org.geor1.miniearth.style;

import java.util.Locale;

/** The side of the road that cars keep to. */
public enum DrivingSide {
    LEFT,
    RIGHT;

    /** The lower-case word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
