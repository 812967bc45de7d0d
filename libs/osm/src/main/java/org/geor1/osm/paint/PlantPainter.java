package org.geor1.osm.paint;

import org.geor1.geo.paint.Rgb;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.Scene.Plant;

/** Trees in a panorama: flat shapes that face the viewpoint. */
final class PlantPainter {

    private static final double NEAREST = 1.5;
    private static final double TRUNK = 0.22;

    private final DepthRaster raster;
    private final PanoramaView view;

    PlantPainter(DepthRaster raster, PanoramaView view) {
        this.raster = raster;
        this.view = view;
    }

    void paint(Plant plant) {
        double distance = Math.hypot(plant.x(), plant.y());
        if (distance < NEAREST || distance > Air.REACH) {
            return;
        }
        double middle = view.column(plant.x(), plant.y());
        double reach = plant.crown() / view.pixel(distance);
        int top = (int) Math.max(0, view.row(plant.height() - Scene.EYE, distance));
        int bottom = (int) Math.min(view.height() - 1, view.row(-Scene.EYE, distance));
        double haze = Air.haze(distance);
        for (int at = (int) Math.floor(middle - reach); at <= middle + reach; at++) {
            int column = Math.floorMod(at, view.width());
            double across = (at + 0.5 - middle) * view.pixel(distance);
            for (int row = top; row <= bottom; row++) {
                double z = Scene.EYE + distance * view.slope(row);
                int rgb = colour(plant, across, z);
                if (rgb >= 0 && !raster.hides(column, row, distance)) {
                    raster.set(column, row, distance, Rgb.mix(rgb, Palette.HAZE, haze));
                }
            }
        }
    }

    /** 0xRRGGBB, or -1 beside the tree. */
    private static int colour(Plant plant, double across, double z) {
        double share = z / plant.height();
        if (plant.conifer()) {
            boolean crown = share > 0.12 && share <= 1 && Math.abs(across) < plant.crown() * (1 - share) * 1.15;
            return crown ? leaf(Palette.NEEDLES, across, z, share) : trunk(across, share, 0.15);
        }
        double up = (share - 0.63) / 0.37;
        double out = across / plant.crown();
        if (up * up + out * out <= 1) {
            return leaf(Palette.LEAVES, across, z, 0.5 + up / 2 - out / 3);
        }
        return trunk(across, share, 0.5);
    }

    private static int trunk(double across, double share, double most) {
        return Math.abs(across) < TRUNK && share >= 0 && share < most ? Palette.TRUNK : -1;
    }

    /** Clumps of half a metre, lighter towards the light. */
    private static int leaf(int rgb, double across, double z, double light) {
        int clump = (int) Math.floor(across * 2) * 7 + (int) Math.floor(z * 2) * 13;
        double speckle = (Math.floorMod(clump * 2654435761L, 1024L) / 1024.0 - 0.5) * 0.16;
        return Rgb.shade(rgb, Math.max(-0.5, Math.min(0.4, 0.32 * (light - 0.5) + speckle)));
    }
}
