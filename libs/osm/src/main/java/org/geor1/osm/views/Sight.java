package org.geor1.osm.views;

import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.Scene.Block;

/** Whether a building stands between the viewpoint and a point. Trees are not counted: one sees past them. */
final class Sight {

    private static final double TOUCH = 0.05;

    private final Scene scene;

    Sight(Scene scene) {
        this.scene = scene;
    }

    /**
     * @param point not behind another part of its own building
     * @param height metres of the point above the ground
     */
    boolean clear(Nearest point, double height) {
        double distance = point.distance();
        for (Block block : scene.blocks()) {
            for (double[] ring : block.rings()) {
                for (int i = 0; i < ring.length; i += 2) {
                    double share = crossing(point, ring, i, (i + 2) % ring.length);
                    double sight = Scene.EYE + share * (height - Scene.EYE);
                    if (share * distance < distance - TOUCH
                            && sight < block.form().height()
                            && sight > block.form().base()) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** How far on the way from the viewpoint to the point an edge is crossed, in [0, 1], or more if it is not. */
    private static double crossing(Nearest point, double[] ring, int i, int j) {
        double ex = ring[j] - ring[i];
        double ey = ring[j + 1] - ring[i + 1];
        double across = point.x() * ey - point.y() * ex;
        if (Math.abs(across) < 1e-12) {
            return Double.MAX_VALUE;
        }
        double share = (ring[i] * ey - ring[i + 1] * ex) / across;
        double along = (ring[i] * point.y() - ring[i + 1] * point.x()) / across;
        return share >= 0 && along >= 0 && along <= 1 ? share : Double.MAX_VALUE;
    }
}
