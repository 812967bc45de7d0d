package org.geor1.local.earth;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.geor1.pbf.PbfWriter;

/**
 * An extract as a map of a city has it, made up around a real position: a grid of streets with houses, towers, parks, woods
 * and a river, no two corners alike.
 */
final class MadeCity {

    /** Streets in each direction, and metres between them. */
    private static final int STREETS = 9;

    private static final double BLOCK = 260;

    private static final double METRES_A_DEGREE = 111_195;

    private static final String[] KINDS = {"house", "apartments", "office", "retail", "church", "yes"};
    private static final String[] COLOURS = {"#cc4433", "beige", "white", "#6688aa", "brown", "#ddcc66"};
    private static final String[] AREAS = {"park", "wood", "water", "pitch", "parking"};

    private record Node(long longitude, long latitude) {}

    private record Way(long[] nodes, String[] tags) {}

    private final double latitude;
    private final double longitude;
    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();

    private MadeCity(double latitude, double longitude) {
        this.latitude = latitude;
        this.longitude = longitude;
        this.random = new Random(Double.hashCode(latitude));
    }

    /** Writes {@code NAME-latest.osm.pbf}, as published extracts are called, and returns it. */
    static Path write(Path folder, String name, double latitude, double longitude) throws IOException {
        MadeCity city = new MadeCity(latitude, longitude);
        city.streets();
        for (int row = 0; row < STREETS - 1; row++) {
            for (int column = 0; column < STREETS - 1; column++) {
                city.block(offset(column), offset(row));
            }
        }
        return city.write(folder.resolve(name + "-latest.osm.pbf"));
    }

    private static double offset(int street) {
        return (street - STREETS / 2) * BLOCK;
    }

    private void streets() {
        long[][] crossings = new long[STREETS][STREETS];
        for (int row = 0; row < STREETS; row++) {
            for (int column = 0; column < STREETS; column++) {
                crossings[row][column] = node(offset(column) + random.nextInt(30), offset(row) + random.nextInt(30));
            }
        }
        String[] classes = {"residential", "secondary", "tertiary", "living_street"};
        for (int i = 0; i < STREETS; i++) {
            long[] along = new long[STREETS];
            for (int k = 0; k < STREETS; k++) {
                along[k] = crossings[k][i];
            }
            ways.add(new Way(crossings[i], new String[] {"highway", classes[random.nextInt(classes.length)]}));
            ways.add(new Way(along, new String[] {"highway", classes[random.nextInt(classes.length)]}));
        }
    }

    /** One area, and buildings in places of their own that keep off the streets. */
    private void block(double west, double south) {
        double middle = west + 40 + random.nextInt(100);
        String area = AREAS[random.nextInt(AREAS.length)];
        box(middle, south + 50, 40 + random.nextInt(70), 30 + random.nextInt(150), tags(area));
        for (int i = 0; i < 4 + random.nextInt(14); i++) {
            box(
                    west + 42 + random.nextInt(170),
                    south + 42 + random.nextInt(170),
                    8 + random.nextInt(24),
                    8 + random.nextInt(20),
                    "building",
                    KINDS[random.nextInt(KINDS.length)],
                    "building:levels",
                    String.valueOf(1 + random.nextInt(12)),
                    "building:colour",
                    COLOURS[random.nextInt(COLOURS.length)],
                    "roof:colour",
                    COLOURS[random.nextInt(COLOURS.length)]);
        }
    }

    private static String[] tags(String area) {
        return switch (area) {
            case "wood", "water" -> new String[] {"natural", area};
            case "parking" -> new String[] {"amenity", area};
            default -> new String[] {"leisure", area};
        };
    }

    private void box(double west, double south, double width, double height, String... tags) {
        long first = node(west, south);
        ways.add(new Way(
                new long[] {
                    first,
                    node(west + width, south),
                    node(west + width, south + height),
                    node(west, south + height),
                    first
                },
                tags));
    }

    /** Metres east and north of the middle. */
    private long node(double east, double north) {
        double narrowing = Math.cos(Math.toRadians(latitude));
        nodes.add(new Node(
                Math.round((longitude + east / METRES_A_DEGREE / narrowing) * 1e7),
                Math.round((latitude + north / METRES_A_DEGREE) * 1e7)));
        return nodes.size();
    }

    private Path write(Path file) throws IOException {
        try (PbfWriter writer = new PbfWriter(file)) {
            for (int i = 0; i < nodes.size(); i++) {
                writer.node(i + 1L, nodes.get(i).longitude(), nodes.get(i).latitude());
            }
            for (int i = 0; i < ways.size(); i++) {
                writer.way(i + 1L, ways.get(i).nodes(), ways.get(i).tags());
            }
        }
        return file;
    }
}
