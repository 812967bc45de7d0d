package org.geor1.osm.map;

import java.util.Locale;

/** What runs along a line that is no street. */
public enum LineKind {
    RIVER(12),
    CANAL(8),
    STREAM(2.5),
    DITCH(1.2),
    RAIL(3.2),
    TRAM(2.4),
    TREE_ROW(6);

    private final double width;

    LineKind(double width) {
        this.width = width;
    }

    /** Usual width in metres; of a railway, that of one track's bed. */
    public double width() {
        return width;
    }

    public boolean water() {
        return compareTo(DITCH) <= 0;
    }

    public boolean railway() {
        return this == RAIL || this == TRAM;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
