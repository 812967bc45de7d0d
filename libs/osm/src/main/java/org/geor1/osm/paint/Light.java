package org.geor1.osm.paint;

import org.geor1.osm.scene.Polygons;

/** The light of both pictures: from the north-west, as maps have it. */
final class Light {

    private static final double STRENGTH = 0.22;
    private static final double X = -Math.sqrt(0.5);
    private static final double Y = Math.sqrt(0.5);

    private Light() {}

    /** How much lighter (positive) or darker what faces along the horizontal unit vector is. */
    static double on(double normalX, double normalY) {
        return STRENGTH * (normalX * X + normalY * Y);
    }

    /** The same for the face outside the edge from corner {@code i} to corner {@code j} of a ring. */
    static double on(double[] ring, int i, int j) {
        double dx = ring[j] - ring[i];
        double dy = ring[j + 1] - ring[i + 1];
        double length = Math.max(1e-9, Math.hypot(dx, dy)) * Math.signum(Polygons.area(ring));
        return on(dy / length, -dx / length);
    }
}
