package org.geor1.miniearth.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.geor1.geo.paint.Rgb;

/**
 * Paints a cell's scene as seen from the junction, into one 45° octant of the panorama. Items keep
 * their true order from left to right and from near to far for the viewing direction.
 */
final class StreetPainter {
    static final double HORIZON = 25;
    static final double NEAR = 42;

    /** Width of an octant, logical pixels. */
    static final int OCTANT = 28;

    private static final double WIDTH = OCTANT;

    private final Canvas canvas;
    private final double left;
    private final double forwardX;
    private final double forwardY;

    /**
     * @param left the octant's left edge, logical pixels
     * @param dx cells east from the junction to the painted cell
     * @param dy cells south
     */
    StreetPainter(Canvas canvas, double left, int dx, int dy) {
        this.canvas = canvas;
        this.left = left;
        double norm = dx != 0 && dy != 0 ? Math.sqrt(0.5) : 1;
        this.forwardX = dx * norm;
        this.forwardY = dy * norm;
    }

    void paint(CellScene scene) {
        canvas.clip(left, 0, WIDTH, NEAR);
        ground(scene);
        List<Item> farFirst = new ArrayList<>(scene.items());
        farFirst.sort(Comparator.comparingDouble(this::distance).reversed());
        for (Item item : farFirst) {
            item(item);
        }
        canvas.unclip();
    }

    /** Distance of the item's front: 0 at the cell's near edge, 1 at its far edge. */
    private double distance(Item item) {
        double middle = (item.u() - 0.5) * forwardX + (item.v() - 0.5) * forwardY;
        double reach = (item.width() * Math.abs(forwardX) + item.depth() * Math.abs(forwardY)) / 2;
        return Math.max(0, Math.min(1, 0.5 + middle - reach));
    }

    private static double shrink(double distance) {
        return 1 / (1 + 0.9 * distance);
    }

    private static double footY(double distance) {
        return HORIZON + (NEAR - HORIZON) * shrink(distance) * 0.98;
    }

    private void ground(CellScene scene) {
        double depth = NEAR - HORIZON;
        canvas.gradient(HORIZON, depth, Rgb.shade(scene.base(), 0.12), scene.base());
        switch (scene.ground()) {
            case PLAIN -> {}
            case WATER -> {
                canvas.gradient(HORIZON - 1, depth + 1, Rgb.shade(scene.base(), 0.3), Rgb.shade(scene.base(), -0.1));
                for (int i = 0; i < scene.stripes() + 2; i++) {
                    double y = HORIZON + 1.5 + 2.2 * i;
                    canvas.rect(left + 3 + (i * 11) % 17, y, 3 + i * 0.8, 0.8, 0xE4F2FF, 0.9);
                }
            }
            case STRIPES -> rows(scene);
            case COURT -> {
                canvas.polygon(
                        scene.accent(),
                        left + 11.5,
                        HORIZON + 9,
                        left + 16.5,
                        HORIZON + 9,
                        left + 20,
                        NEAR,
                        left + 8,
                        NEAR);
                canvas.rect(left, HORIZON + 8.5, WIDTH, 3, scene.accent());
            }
            case DUNES -> dunes(scene);
        }
    }

    /** Crop rows: converging lines when they run away from the viewer, bands when they run across. */
    private void rows(CellScene scene) {
        boolean away = scene.northSouth() == (Math.abs(forwardY) > Math.abs(forwardX));
        int count = scene.stripes();
        canvas.gradient(HORIZON - 2, NEAR - HORIZON + 2, Rgb.shade(scene.base(), 0.1), scene.base());
        for (int i = 0; i < count; i++) {
            if (away) {
                double far = left + WIDTH * (0.22 + 0.56 * i / count);
                double near = left + WIDTH * (-0.35 + 1.7 * i / count);
                canvas.polygon(
                        scene.accent(),
                        far,
                        HORIZON - 2,
                        far + 1.1,
                        HORIZON - 2,
                        near + WIDTH * 0.85 / count,
                        NEAR,
                        near,
                        NEAR);
            } else {
                double t = (double) i / count;
                double y = HORIZON - 2 + (NEAR - HORIZON + 2) * t * t;
                canvas.rect(left, y, WIDTH, 0.6 + 2.4 * t, scene.accent());
            }
        }
    }

    private void dunes(CellScene scene) {
        canvas.ellipse(left + 8, HORIZON + 4, 15, 6.5, Rgb.shade(scene.base(), -0.06));
        canvas.ellipse(left + 22, HORIZON + 5, 13, 5, Rgb.shade(scene.base(), 0.2));
        canvas.ellipse(left + 12, HORIZON + 13, 22, 9, scene.base());
        for (int i = 0; i < scene.stripes() * 3; i++) {
            canvas.ellipse(left + 1.5 + (i * 7.7) % 25, HORIZON + 6 + (i * 5.3) % 10, 0.9, 0.5, scene.accent());
        }
    }

    private void item(Item item) {
        double distance = distance(item);
        double size = shrink(distance);
        double lateral = (item.v() - 0.5) * forwardX - (item.u() - 0.5) * forwardY;
        double x = left + WIDTH * (0.5 + lateral * (0.62 + 0.38 * size));
        double foot = footY(distance);
        // Which of its two sides a box shows depends on the viewing direction.
        double breadth = (item.width() * Math.abs(forwardY) + item.depth() * Math.abs(forwardX)) * WIDTH * size;
        StreetItems.paint(canvas, item, x, foot, breadth, item.height() * (0.4 + 0.6 * size), distance);
    }
}
