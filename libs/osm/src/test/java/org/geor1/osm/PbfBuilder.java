package org.geor1.osm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.pbf.PbfWriter;

/** A small extract made by hand. Positions are metres east and north of its origin, on a sphere like the ellipsoid there. */
public final class PbfBuilder {

    public static final double LATITUDE = 50;
    public static final double LONGITUDE = 8;

    /** Metres of 1e-7 degrees at the origin, by the radii of the ellipsoid. */
    private static final double NORTH = 0.0111229;

    private static final double EAST = 0.0071696;

    private record Node(long id, int longitude, int latitude, String[] tags) {}

    private record Line(long id, long[] nodes, String[] tags) {}

    private record Members(long id, long[] ways, String[] tags) {}

    private final List<Node> nodes = new ArrayList<>();
    private final List<Line> ways = new ArrayList<>();
    private final List<Members> relations = new ArrayList<>();
    private final Map<String, Long> known = new LinkedHashMap<>();

    public static int longitude(double east) {
        return (int) Math.round(LONGITUDE * 1e7 + east / EAST);
    }

    public static int latitude(double north) {
        return (int) Math.round(LATITUDE * 1e7 + north / NORTH);
    }

    /** A node at the place; the same one each time. */
    public long node(double east, double north, String... tags) {
        return known.computeIfAbsent(east + "," + north, at -> {
            nodes.add(new Node(nodes.size() + 1, longitude(east), latitude(north), tags));
            return (long) nodes.size();
        });
    }

    /** A way through points given as x and y in turns. */
    public long way(double[] points, String... tags) {
        long[] ids = new long[points.length / 2];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = node(points[2 * i], points[2 * i + 1]);
        }
        return wayOf(ids, tags);
    }

    public long wayOf(long[] ids, String... tags) {
        ways.add(new Line(1000 + ways.size(), ids, tags));
        return 999 + ways.size();
    }

    /** A closed way around a rectangle. */
    public long box(double west, double south, double east, double north, String... tags) {
        return way(new double[] {west, south, east, south, east, north, west, north, west, south}, tags);
    }

    public void multipolygon(long[] members, String... tags) {
        String[] all = new String[tags.length + 2];
        all[0] = "type";
        all[1] = "multipolygon";
        System.arraycopy(tags, 0, all, 2, tags.length);
        relation(members, all);
    }

    public void relation(long[] members, String... tags) {
        relations.add(new Members(5000 + relations.size(), members, tags));
    }

    public Path write(Path file) throws IOException {
        try (PbfWriter writer = new PbfWriter(file)) {
            for (Node node : nodes) {
                writer.node(node.id(), node.longitude(), node.latitude(), node.tags());
            }
            for (Line line : ways) {
                writer.way(line.id(), line.nodes(), line.tags());
            }
            for (Members members : relations) {
                writer.relation(members.id(), members.ways(), "outer", members.tags());
            }
        }
        return file;
    }
}
