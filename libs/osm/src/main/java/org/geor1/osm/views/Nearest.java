package org.geor1.osm.views;

import org.geor1.osm.scene.Polygons;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LineSegment;

/** The point of a shape that is nearest to the viewpoint, which is the origin. Metres. */
record Nearest(double x, double y) {

    private static final Coordinate VIEWPOINT = new Coordinate(0, 0);

    double distance() {
        return Math.hypot(x, y);
    }

    static @Nullable Nearest ofLine(double[] line) {
        Nearest nearest = null;
        for (int i = 2; i < line.length; i += 2) {
            nearest = nearer(nearest, ofSegment(line, i - 2, i));
        }
        return nearest;
    }

    /** Where the viewpoint lies within, the viewpoint itself. */
    static @Nullable Nearest ofArea(double[][] rings) {
        if (Polygons.contains(rings, 0, 0)) {
            return new Nearest(0, 0);
        }
        Nearest nearest = null;
        for (double[] ring : rings) {
            for (int i = 0; i < ring.length; i += 2) {
                nearest = nearer(nearest, ofSegment(ring, i, (i + 2) % ring.length));
            }
        }
        return nearest;
    }

    static @Nullable Nearest nearer(@Nullable Nearest one, @Nullable Nearest other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return other.distance() < one.distance() ? other : one;
    }

    private static Nearest ofSegment(double[] line, int i, int j) {
        Coordinate point = new LineSegment(line[i], line[i + 1], line[j], line[j + 1]).closestPoint(VIEWPOINT);
        return new Nearest(point.x, point.y);
    }
}
