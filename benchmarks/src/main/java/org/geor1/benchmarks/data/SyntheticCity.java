package org.geor1.benchmarks.data;

import java.io.IOException;
import java.nio.file.Path;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pbf.PbfWriter;

/**
 * An extract of a made-up city: streets in a bent grid of 90 m, with four to six buildings of four corners in each block,
 * every ninth block a park with trees, and a river.
 */
final class SyntheticCity {

    private static final double EAST = 1 / 0.0071696;
    private static final double NORTH = 1 / 0.0111229;
    private static final double BLOCK = 90;
    private static final int IDS = 64;
    private static final int SECTION = 12;
    private static final int MAX_BUILDINGS = 6;

    private final int side;
    private final PbfWriter writer;
    private long ways;

    private SyntheticCity(int side, PbfWriter writer) {
        this.side = side;
        this.writer = writer;
    }

    /** Writes a city of at least so many junctions. */
    static void write(Path file, int junctions) throws IOException {
        // The four corners are no junctions.
        int side = (int) Math.ceil(Math.sqrt(junctions + 4.0));
        try (PbfWriter writer = new PbfWriter(file)) {
            SyntheticCity city = new SyntheticCity(side, writer);
            city.nodes();
            city.streets();
            city.blocks();
        }
    }

    private void nodes() throws IOException {
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                SeedStream random = random(row, column, 0);
                double x = column * BLOCK + random.between(-12, 12);
                double y = row * BLOCK + random.between(-12, 12);
                long id = id(row, column);
                node(id, x, y);
                node(id + 1, x + BLOCK / 2, y + random.between(-4, 4));
                node(id + 2, x + random.between(-4, 4), y + BLOCK / 2);
                if (park(row, column)) {
                    for (int tree = 0; tree < 8; tree++) {
                        node(id + 3 + tree, x + random.between(20, 70), y + random.between(20, 70), "natural", "tree");
                    }
                    corners(id + 11, x + 15, y + 15, 60, 60);
                } else {
                    for (int building = 0; building < buildings(row, column); building++) {
                        double west = x + 14 + 24 * (building % 3);
                        double south = y + (building < 3 ? 14 : 54);
                        corners(id + 3 + 4L * building, west, south, random.between(12, 20), random.between(10, 22));
                    }
                }
            }
        }
    }

    private void corners(long id, double west, double south, double wide, double high) throws IOException {
        node(id, west, south);
        node(id + 1, west + wide, south);
        node(id + 2, west + wide, south + high);
        node(id + 3, west, south + high);
    }

    private void node(long id, double x, double y, String... tags) throws IOException {
        writer.node(id, Math.round(80_000_000 + x * EAST), Math.round(500_000_000 + y * NORTH), tags);
    }

    /** In sections, as mappers split them; a node between each two junctions. */
    private void streets() throws IOException {
        for (int line = 0; line < side; line++) {
            for (int from = 0; from < side - 1; from += SECTION) {
                int to = Math.min(side - 1, from + SECTION);
                long[] along = new long[2 * (to - from) + 1];
                long[] up = new long[along.length];
                for (int at = from; at <= to; at++) {
                    along[2 * (at - from)] = id(line, at);
                    up[2 * (at - from)] = id(at, line);
                    if (at < to) {
                        along[2 * (at - from) + 1] = id(line, at) + 1;
                        up[2 * (at - from) + 1] = id(at, line) + 2;
                    }
                }
                String street = line % 8 == 0 ? "secondary" : "residential";
                writer.way(++ways, along, "highway", street, "name", "Row " + line);
                writer.way(++ways, up, "highway", street, "name", "Column " + line);
            }
        }
    }

    private void blocks() throws IOException {
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                long id = id(row, column);
                if (park(row, column)) {
                    writer.way(++ways, ring(id + 11), "leisure", "park");
                } else {
                    for (int building = 0; building < buildings(row, column); building++) {
                        String levels = Integer.toString(
                                1 + random(row, column, 2 + building).nextInt(6));
                        writer.way(++ways, ring(id + 3 + 4L * building), "building", "yes", "building:levels", levels);
                    }
                }
            }
        }
        long[] river = new long[side];
        for (int row = 0; row < side; row++) {
            river[row] = id(row, side / 2) + 1;
        }
        writer.way(++ways, river, "waterway", "river");
    }

    private static long[] ring(long id) {
        return new long[] {id, id + 1, id + 2, id + 3, id};
    }

    private static boolean park(int row, int column) {
        return row % 3 == 1 && column % 3 == 1;
    }

    private static int buildings(int row, int column) {
        return MAX_BUILDINGS - random(row, column, 1).nextInt(3);
    }

    private long id(int row, int column) {
        return 1 + IDS * ((long) row * side + column);
    }

    private static SeedStream random(int row, int column, int purpose) {
        return SeedStream.of(row, column, purpose);
    }
}
