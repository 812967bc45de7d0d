package org.geor1.geo.geodesy;

/** GeoGuessr's score of a distance, {@code exp(−d / 1492.7 km)}: 1 at the true place, and 0 at the other end of the world. */
public final class GeoScore {

    /** The game's own points at the true place. */
    public static final double POINTS = 5000;

    private static final double SCALE_METRES = 1_492_700;

    private GeoScore() {}

    /** In (0, 1]; {@link #POINTS} times this is the game's score. */
    public static double of(double metres) {
        // StrictMath gives the same bits on every processor.
        return StrictMath.exp(-metres / SCALE_METRES);
    }
}
