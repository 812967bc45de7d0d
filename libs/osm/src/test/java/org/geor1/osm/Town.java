package org.geor1.osm;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A small town: two through streets that cross at the origin, houses along them, a tower in the north-east, a courtyard
 * block in the south-west, a river and a park in the east, a railway in the south, a wood in the west.
 */
public final class Town {

    private Town() {}

    public static Path write(Path file) throws IOException {
        return builder().write(file);
    }

    public static PbfBuilder builder() {
        PbfBuilder town = new PbfBuilder();
        town.way(
                new double[] {-200, 0, -100, 0, 0, 0, 100, 0, 240, 0},
                "highway",
                "secondary",
                "name",
                "Long Street",
                "lanes",
                "3");
        town.way(new double[] {0, -200, 0, -100, 0, 0, 0, 100, 0, 200}, "highway", "residential", "name", "Cross Lane");
        town.way(new double[] {-100, 0, -100, 100, 0, 100}, "highway", "residential", "name", "Back Lane");
        town.way(new double[] {0, -100, 100, -100, 100, 0}, "highway", "living_street");
        town.way(new double[] {0, 100, 60, 130, 100, 180}, "highway", "footway");
        for (int i = 0; i < 5; i++) {
            town.box(-95 + 17 * i, 12, -83 + 17 * i, 22, "building", "house", "building:levels", "2");
            town.box(-95 + 17 * i, -22, -83 + 17 * i, -12, "building", "yes");
        }
        town.box(12, -40, 30, -14, "building", "apartments", "building:levels", "5", "building:colour", "#cc4433");
        town.box(40, -40, 58, -14, "building", "apartments", "building:levels", "4", "building:colour", "beige");
        town.box(12, 60, 28, 76, "building", "office", "height", "48 m", "building:levels", "14");
        town.box(34, 12, 62, 24, "building", "retail", "height", "20 ft", "roof:colour", "darkgreen");
        long outer = town.box(-70, -80, -20, -36);
        long court = town.box(-58, -70, -32, -46);
        town.multipolygon(new long[] {outer, court}, "building", "apartments", "building:levels", "4");
        town.way(
                new double[] {130, -200, 122, -80, 126, 10, 118, 110, 125, 200},
                "waterway",
                "river",
                "width",
                "18",
                "name",
                "The Stream");
        town.box(66, 14, 110, 90, "leisure", "park");
        town.box(70, 30, 90, 50, "leisure", "pitch");
        town.way(new double[] {-240, -130, 0, -126, 240, -130}, "railway", "rail");
        town.box(-200, 30, -115, 140, "natural", "wood");
        town.box(-110, -60, 110, 110, "landuse", "residential");
        town.way(new double[] {8, 30, 8, 90}, "natural", "tree_row");
        town.node(-6, 30, "natural", "tree", "height", "7");
        town.node(72, 20, "natural", "tree", "height", "12", "leaf_type", "needleleaved");
        town.node(5, 5, "addr:country", "DE");
        return town;
    }
}
