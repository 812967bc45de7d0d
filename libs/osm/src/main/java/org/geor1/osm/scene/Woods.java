package org.geor1.osm.scene;

import java.util.List;
import org.geor1.geo.seed.SeedStream;
import org.geor1.osm.scene.Scene.Plant;

/**
 * The trees of woods and rows, which no map has one by one. A wood's trees stand in cells of a grid of the globe, so
 * two viewpoints see the same ones.
 */
final class Woods {

    /** 1e-7 degrees of latitude: about nine metres. */
    private static final int CELL = 810;

    /** Metres; behind so many trees no other is seen. */
    private static final double REACH = 160;

    private static final double ROW_STEP = 8;
    private static final long SALT = 0x700D;

    private Woods() {}

    static void plant(double[][] rings, LocalPlane plane, double radius, List<Plant> plants) {
        double west = radius;
        double east = -radius;
        double south = radius;
        double north = -radius;
        for (double[] ring : rings) {
            for (int i = 0; i < ring.length; i += 2) {
                west = Math.min(west, ring[i]);
                east = Math.max(east, ring[i]);
                south = Math.min(south, ring[i + 1]);
                north = Math.max(north, ring[i + 1]);
            }
        }
        double reach = Math.min(radius, REACH);
        int fromRow = cell(plane.latitude(Math.max(south, -reach)), CELL);
        int toRow = cell(plane.latitude(Math.min(north, reach)), CELL);
        for (int row = fromRow; row <= toRow; row++) {
            // As wide as high, by the row's own latitude: by the viewpoint's, each would see another grid.
            double step = CELL / Math.max(0.01, Math.cos(Math.toRadians(row * (CELL * 1e-7))));
            int toColumn = cell(plane.longitude(Math.min(east, reach)), step);
            for (int column = cell(plane.longitude(Math.max(west, -reach)), step); column <= toColumn; column++) {
                SeedStream random = SeedStream.of(SALT, row, column);
                double x = plane.east((int) ((column + random.nextDouble()) * step));
                double y = plane.north((int) ((row + random.nextDouble()) * CELL));
                if (Polygons.contains(rings, x, y)) {
                    double height = random.between(8, 15);
                    plants.add(new Plant(x, y, height, crown(height, false), false));
                }
            }
        }
    }

    /** Radius of the crown of a tree of this height. */
    static double crown(double height, boolean conifer) {
        return Math.min(7, Math.max(1, height * (conifer ? 0.2 : 0.38)));
    }

    private static int cell(double position, double step) {
        return (int) Math.floor(position / step);
    }

    static void plantRow(double[] line, Clip clip, List<Plant> plants) {
        double next = 0;
        double walked = 0;
        for (int i = 2; i < line.length; i += 2) {
            double dx = line[i] - line[i - 2];
            double dy = line[i + 1] - line[i - 1];
            double length = Math.hypot(dx, dy);
            for (; next <= walked + length && length > 0; next += ROW_STEP) {
                double share = (next - walked) / length;
                double x = line[i - 2] + share * dx;
                double y = line[i - 1] + share * dy;
                if (clip.contains(x, y)) {
                    plants.add(new Plant(x, y, 9, crown(9, false), false));
                }
            }
            walked += length;
        }
    }
}
