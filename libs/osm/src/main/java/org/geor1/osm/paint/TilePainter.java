package org.geor1.osm.paint;

import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.List;
import org.geor1.geo.paint.Rgb;
import org.geor1.osm.scene.Polygons;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.Scene.Block;
import org.geor1.osm.scene.Scene.Plant;

/** The scene from above, north up, with the light from the north-west. */
public final class TilePainter {

    /** Metres from the viewpoint, in the middle, to each side of a tile. */
    public static final double REACH = 80;

    private static final double SHADOW = 0.3;
    private static final double LONGEST_SHADOW = 10;

    private TilePainter() {}

    /** @param size width and height in pixels */
    public static BufferedImage paint(Scene scene, int size) {
        try (Plan plan = new Plan(size, REACH)) {
            GroundPainter.paint(plan, scene);
            List<Block> lowFirst = scene.blocks().stream()
                    .sorted(Comparator.comparingDouble(block -> block.form().height()))
                    .toList();
            for (Block block : lowFirst) {
                double length = Math.min(LONGEST_SHADOW, block.form().height() * SHADOW);
                plan.sweep(length, -length, 0.3, block.rings()[0]);
            }
            for (Block block : lowFirst) {
                roof(plan, block);
            }
            for (Plant plant : scene.plants()) {
                crown(plan, plant);
            }
            return plan.image();
        }
    }

    private static void roof(Plan plan, Block block) {
        plan.fill(block.roof(), block.rings());
        double[] eaves = block.rings()[0];
        double[] ridge = block.roofHeight() > 0 ? Polygons.inset(eaves, 0.98 * Polygons.halfWidth(eaves)) : null;
        if (ridge == null) {
            plan.outline(Rgb.shade(block.roof(), -0.25), 0.5, block.rings());
            return;
        }
        int n = eaves.length;
        for (int i = 0; i < n; i += 2) {
            int j = (i + 2) % n;
            double[] face = {
                eaves[i], eaves[i + 1], eaves[j], eaves[j + 1], ridge[j], ridge[j + 1], ridge[i], ridge[i + 1]
            };
            plan.fill(Rgb.shade(block.roof(), Light.on(eaves, i, j)), face);
        }
    }

    private static void crown(Plan plan, Plant plant) {
        int leaves = plant.conifer() ? Palette.NEEDLES : Palette.LEAVES;
        double radius = plant.crown();
        plan.disc(0, 0.28, plant.x() + radius * 0.35, plant.y() - radius * 0.35, radius);
        plan.disc(leaves, 1, plant.x(), plant.y(), radius);
        plan.disc(Rgb.shade(leaves, 0.2), 1, plant.x() - radius * 0.25, plant.y() + radius * 0.25, radius * 0.5);
    }
}
