package org.geor1.osm.paint;

/** How far one sees, and how things pale on the way. */
final class Air {

    /** Metres. */
    static final double REACH = 300;

    private static final double MOST = 0.6;

    private Air() {}

    /** How much of the air's colour lies over what is so far away, 0 to 1. */
    static double haze(double distance) {
        return Math.min(MOST, MOST * distance / REACH);
    }
}
