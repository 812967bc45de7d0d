package org.geor1.osm.paint;

import org.geor1.geo.paint.Rgb;
import org.geor1.osm.scene.Polygons;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.Scene.Block;

/** Buildings in a panorama: walls with rows of windows, and above them what a roof shows. */
final class WallPainter {

    private static final double STOREY = 3.2;
    private static final double BAY = 3.0;
    private static final double NEAREST = 0.3;
    private static final double ROOF_SEEN = 150;
    private static final int TERRACES = 7;

    private final DepthRaster raster;
    private final PanoramaView view;

    WallPainter(DepthRaster raster, PanoramaView view) {
        this.raster = raster;
        this.view = view;
    }

    void paint(Block block) {
        double height = block.form().height();
        double base = block.form().base();
        int storeys = block.form().levels() > 0
                ? block.form().levels()
                : Math.max(1, (int) Math.round((height - base) / STOREY));
        Face face = new Face(base, height, storeys, block.wall(), block.roof());
        for (double[] ring : block.rings()) {
            for (int i = 0; i < ring.length; i += 2) {
                wall(ring, i, face);
            }
        }
        double[] eaves = block.rings()[0];
        if (block.roofHeight() > 0 && Math.hypot(eaves[0], eaves[1]) < ROOF_SEEN) {
            hip(block, eaves);
        }
    }

    /** A sloping roof as a flight of steps, each a little further in: from the street hardly to be told from a plane. */
    private void hip(Block block, double[] eaves) {
        double inwards = Polygons.halfWidth(eaves);
        double step = block.roofHeight() / TERRACES;
        for (int terrace = 0; terrace < TERRACES; terrace++) {
            double[] ring = Polygons.inset(eaves, inwards * terrace / TERRACES);
            if (ring == null) {
                return;
            }
            double bottom = block.form().height() + terrace * step;
            Face face = new Face(bottom, bottom + step, 0, block.roof(), block.roof());
            for (int i = 0; i < ring.length; i += 2) {
                wall(ring, i, face);
            }
        }
    }

    /**
     * @param bottom metres above the ground
     * @param top the same
     * @param storeys rows of windows
     * @param rgb of the wall
     * @param rim colour of its upper edge
     */
    private record Face(double bottom, double top, int storeys, int rgb, int rim) {}

    private void wall(double[] ring, int i, Face face) {
        int j = (i + 2) % ring.length;
        double ax = ring[i];
        double ay = ring[i + 1];
        double ex = ring[j] - ax;
        double ey = ring[j + 1] - ay;
        double length = Math.hypot(ex, ey);
        double cross = ax * ey - ay * ex;
        if (length < 1e-6 || Math.abs(cross) < 1e-9) {
            return;
        }
        // The side that is seen faces the viewpoint.
        double side = Math.signum(cross);
        double light = Light.on(-ey / length * side, ex / length * side);
        int lit = Rgb.shade(face.rgb(), light);
        int rim = Rgb.shade(face.rim(), light - 0.08);
        double from = view.column(ax, ay);
        double span = view.column(ring[j], ring[j + 1]) - from;
        double half = view.width() / 2.0;
        span = span > half ? span - view.width() : span < -half ? span + view.width() : span;
        int first = (int) Math.ceil(Math.min(from, from + span) - 0.5);
        int last = (int) Math.ceil(Math.max(from, from + span) - 0.5) - 1;
        int bays = Math.max(1, (int) Math.round(length / BAY));
        for (int at = first; at <= last; at++) {
            int column = Math.floorMod(at, view.width());
            double across = view.east(column) * ey - view.north(column) * ex;
            double distance = cross / across;
            if (distance < NEAREST) {
                continue;
            }
            double along = (ax * view.north(column) - ay * view.east(column)) / across;
            strip(column, distance, along * bays, face, lit, rim);
        }
    }

    private void strip(int column, double distance, double bay, Face face, int lit, int rim) {
        double haze = Air.haze(distance);
        double detail = Math.max(0, Math.min(1, 1.6 - view.pixel(distance)));
        double inBay = bay - Math.floor(bay);
        boolean pane = inBay > 0.27 && inBay < 0.73;
        int top = (int) Math.max(0, Math.ceil(view.row(face.top() - Scene.EYE, distance) - 0.5));
        int bottom =
                (int) Math.min(view.height() - 1, Math.ceil(view.row(face.bottom() - Scene.EYE, distance) - 0.5) - 1);
        for (int row = top; row <= bottom; row++) {
            if (raster.hides(column, row, distance)) {
                continue;
            }
            double z = Scene.EYE + distance * view.slope(row);
            raster.set(column, row, distance, Rgb.mix(colour(face, z, pane, detail, lit, rim), Palette.HAZE, haze));
        }
    }

    private static int colour(Face face, double z, boolean pane, double detail, int lit, int rim) {
        if (face.storeys() == 0) {
            return lit;
        }
        if (face.top() - z < 0.45) {
            return rim;
        }
        if (z - face.bottom() < 0.5) {
            return Rgb.shade(lit, -0.15);
        }
        double storey = (z - face.bottom()) / (face.top() - face.bottom()) * face.storeys();
        double inStorey = storey - Math.floor(storey);
        boolean window = pane && inStorey > 0.3 && inStorey < 0.78;
        // From afar the windows of a wall are one shade darker than the wall.
        double glass = (window ? 0.8 : 0) * detail + 0.17 * (1 - detail);
        return Rgb.mix(lit, Palette.GLASS, glass);
    }
}
