package org.geor1.osm.paint;

import java.awt.image.BufferedImage;
import org.geor1.geo.paint.Rgb;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.Scene.Block;
import org.geor1.osm.scene.Scene.Plant;

/** The scene from the viewpoint: sky, the ground of the tile, and in front of both whatever stands. */
public final class PanoramaPainter {

    /** Metres that a panorama reaches; a scene for it has this radius. */
    public static final double REACH = Air.REACH;

    private static final int SMALL = 448;

    private PanoramaPainter() {}

    /** @param width pixels, a multiple of four; the height is a quarter of it */
    public static BufferedImage paint(Scene scene, int width) {
        int oversampling = width <= SMALL ? 3 : 2;
        PanoramaView view = new PanoramaView(width * oversampling);
        DepthRaster raster = new DepthRaster(view.width(), view.height());
        background(raster, view, new GroundSampler(scene, Math.min(1024, Math.max(320, width)), TilePainter.REACH));
        WallPainter walls = new WallPainter(raster, view);
        for (Block block : scene.blocks()) {
            walls.paint(block);
        }
        PlantPainter plants = new PlantPainter(raster, view);
        for (Plant plant : scene.plants()) {
            plants.paint(plant);
        }
        return raster.reduced(oversampling);
    }

    private static void background(DepthRaster raster, PanoramaView view, GroundSampler ground) {
        for (int row = 0; row < view.height(); row++) {
            double slope = view.slope(row);
            double distance = slope < 0 ? Scene.EYE / -slope : Double.MAX_VALUE;
            boolean onGround = distance < REACH;
            int sky = Rgb.mix(Palette.HAZE, Palette.ZENITH, Math.sqrt(Math.max(0, Math.min(1, slope))));
            double haze = Air.haze(distance);
            for (int column = 0; column < view.width(); column++) {
                int rgb = sky;
                if (onGround) {
                    int there = ground.at(distance * view.east(column), distance * view.north(column));
                    rgb = Rgb.mix(there, Palette.HAZE, haze);
                }
                raster.set(column, row, Float.MAX_VALUE, rgb);
            }
        }
    }
}
