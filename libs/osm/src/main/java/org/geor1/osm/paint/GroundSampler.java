package org.geor1.osm.paint;

import java.awt.image.DataBufferInt;
import org.geor1.osm.scene.Scene;

/** The colour of the ground at a point: from a plan that is fine near the viewpoint, and a coarse one of all. */
final class GroundSampler {

    private static final int COARSE = 160;

    private final Layer near;
    private final Layer far;

    /**
     * @param fine pixels of the fine plan to a side
     * @param nearReach metres that it reaches
     */
    GroundSampler(Scene scene, int fine, double nearReach) {
        near = new Layer(scene, fine, nearReach);
        far = new Layer(scene, COARSE, scene.radius());
    }

    int at(double x, double y) {
        return near.holds(x, y) ? near.at(x, y) : far.at(x, y);
    }

    private static final class Layer {
        private final int[] pixels;
        private final int size;
        private final double reach;

        Layer(Scene scene, int size, double reach) {
            this.size = size;
            this.reach = reach;
            try (Plan plan = new Plan(size, reach)) {
                GroundPainter.paint(plan, scene);
                pixels = ((DataBufferInt) plan.image().getRaster().getDataBuffer()).getData();
            }
        }

        boolean holds(double x, double y) {
            return Math.abs(x) < reach && Math.abs(y) < reach;
        }

        int at(double x, double y) {
            int column = (int) ((x + reach) * size / (2 * reach));
            int row = (int) ((reach - y) * size / (2 * reach));
            return pixels[Math.max(0, Math.min(size - 1, row)) * size + Math.max(0, Math.min(size - 1, column))];
        }
    }
}
