package org.geor1.miniearth;

import java.util.Locale;

/** The four cardinal directions, in the order that every Mini-Earth text lists them. */
public enum Direction {
    NORTH(0, -1, "red"),
    EAST(1, 0, "yellow"),
    SOUTH(0, 1, "blue"),
    WEST(-1, 0, "green");

    private final int columnStep;
    private final int rowStep;
    private final String legendColour;

    Direction(int columnStep, int rowStep, String legendColour) {
        this.columnStep = columnStep;
        this.rowStep = rowStep;
        this.legendColour = legendColour;
    }

    /** Lattice columns moved by one step this way (east is positive). */
    public int columnStep() {
        return columnStep;
    }

    /** Lattice rows moved by one step this way (south is positive). */
    public int rowStep() {
        return rowStep;
    }

    /** The colour that marks this direction on tile frames and panorama ribbons. */
    public String legendColour() {
        return legendColour;
    }

    /** The lower-case word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
