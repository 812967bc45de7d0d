package org.geor1.osm.scene;

import org.jspecify.annotations.Nullable;

/** Plane geometry of rings: x and y in turns, no point repeated. */
public final class Polygons {

    private Polygons() {}

    /** Whether the point lies within an odd number of the rings. */
    public static boolean contains(double[][] rings, double x, double y) {
        boolean inside = false;
        for (double[] ring : rings) {
            int n = ring.length;
            for (int i = 0, j = n - 2; i < n; j = i, i += 2) {
                boolean crosses = ring[i + 1] > y != ring[j + 1] > y;
                if (crosses && x < ring[i] + (y - ring[i + 1]) / (ring[j + 1] - ring[i + 1]) * (ring[j] - ring[i])) {
                    inside = !inside;
                }
            }
        }
        return inside;
    }

    /** Square metres, positive if the ring runs anticlockwise. */
    public static double area(double[] ring) {
        double twice = 0;
        for (int i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
            twice += ring[j] * ring[i + 1] - ring[i] * ring[j + 1];
        }
        return twice / 2;
    }

    /** Whether all corners turn the same way, by at least a trace. */
    public static boolean convex(double[] ring) {
        int n = ring.length;
        double sign = Math.signum(area(ring));
        for (int i = 0; i < n; i += 2) {
            int j = (i + 2) % n;
            int k = (i + 4) % n;
            double turn = (ring[j] - ring[i]) * (ring[k + 1] - ring[j + 1])
                    - (ring[j + 1] - ring[i + 1]) * (ring[k] - ring[j]);
            if (turn * sign <= 1e-3) {
                return false;
            }
        }
        return n >= 6;
    }

    /** Half the least width of a convex ring: how far its edges can move inwards until two meet. */
    public static double halfWidth(double[] ring) {
        int n = ring.length;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < n; i += 2) {
            int j = (i + 2) % n;
            double dx = ring[j] - ring[i];
            double dy = ring[j + 1] - ring[i + 1];
            double length = Math.hypot(dx, dy);
            double most = 0;
            for (int k = 0; k < n && length > 0; k += 2) {
                most = Math.max(most, Math.abs(dx * (ring[k + 1] - ring[i + 1]) - dy * (ring[k] - ring[i])) / length);
            }
            least = Math.min(least, most);
        }
        return least / 2;
    }

    /** A convex ring with each edge moved inwards; null if an edge has no length. */
    public static double @Nullable [] inset(double[] ring, double by) {
        int n = ring.length;
        double side = area(ring) > 0 ? 1 : -1;
        double[] moved = new double[n];
        for (int i = 0; i < n; i += 2) {
            int before = (i + n - 2) % n;
            int after = (i + 2) % n;
            double ux = ring[i] - ring[before];
            double uy = ring[i + 1] - ring[before + 1];
            double vx = ring[after] - ring[i];
            double vy = ring[after + 1] - ring[i + 1];
            double u = Math.hypot(ux, uy);
            double v = Math.hypot(vx, vy);
            double sine = (ux * vy - uy * vx) / (u * v) * side;
            if (!(sine > 1e-6)) {
                return null;
            }
            // The corner moves along both edges, so that it ends at this distance from either.
            moved[i] = ring[i] + by / sine * (vx / v - ux / u);
            moved[i + 1] = ring[i + 1] + by / sine * (vy / v - uy / u);
        }
        return moved;
    }
}
