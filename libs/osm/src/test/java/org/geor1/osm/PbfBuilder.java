package org.geor1.osm;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.apache.baremaps.osm.binary.Fileformat.Blob;
import org.apache.baremaps.osm.binary.Fileformat.BlobHeader;
import org.apache.baremaps.osm.binary.Osmformat.DenseNodes;
import org.apache.baremaps.osm.binary.Osmformat.HeaderBlock;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveBlock;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveGroup;
import org.apache.baremaps.osm.binary.Osmformat.Relation;
import org.apache.baremaps.osm.binary.Osmformat.StringTable;
import org.apache.baremaps.osm.binary.Osmformat.Way;

/** A small extract made by hand. Positions are metres east and north of its origin, on a sphere like the ellipsoid there. */
public final class PbfBuilder {

    public static final double LATITUDE = 50;
    public static final double LONGITUDE = 8;

    /** Metres of 1e-7 degrees at the origin, by the radii of the ellipsoid. */
    private static final double NORTH = 0.0111229;

    private static final double EAST = 0.0071696;

    private record Node(long id, int longitude, int latitude, String[] tags) {}

    private record Line(long id, long[] nodes, String[] tags) {}

    private record Members(long id, long[] ways, String[] roles, String[] tags) {}

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
        String[] roles = new String[members.length];
        Arrays.fill(roles, "outer");
        relations.add(new Members(5000 + relations.size(), members, roles, tags));
    }

    public Path write(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        blob(out, "OSMHeader", header("OsmSchema-V0.6", "DenseNodes"));
        blob(out, "OSMData", nodeBlock().toByteArray());
        blob(out, "OSMData", wayBlock().toByteArray());
        blob(out, "OSMData", relationBlock().toByteArray());
        return Files.write(file, out.toByteArray());
    }

    public static byte[] header(String... required) {
        HeaderBlock.Builder header = HeaderBlock.newBuilder();
        for (String feature : required) {
            header.addRequiredFeatures(feature);
        }
        return header.build().toByteArray();
    }

    public static void blob(ByteArrayOutputStream out, String type, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(content);
        }
        byte[] blob = Blob.newBuilder()
                .setRawSize(content.length)
                .setZlibData(ByteString.copyFrom(packed.toByteArray()))
                .build()
                .toByteArray();
        byte[] header = BlobHeader.newBuilder()
                .setType(type)
                .setDatasize(blob.length)
                .build()
                .toByteArray();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(header.length);
        data.write(header);
        data.write(blob);
    }

    private PrimitiveBlock nodeBlock() {
        Strings strings = new Strings();
        DenseNodes.Builder dense = DenseNodes.newBuilder();
        long id = 0;
        long latitude = 0;
        long longitude = 0;
        for (Node node : nodes) {
            dense.addId(node.id() - id).addLat(node.latitude() - latitude).addLon(node.longitude() - longitude);
            id = node.id();
            latitude = node.latitude();
            longitude = node.longitude();
            for (String tag : node.tags()) {
                dense.addKeysVals(strings.of(tag));
            }
            dense.addKeysVals(0);
        }
        return block(strings, PrimitiveGroup.newBuilder().setDense(dense));
    }

    private PrimitiveBlock wayBlock() {
        Strings strings = new Strings();
        PrimitiveGroup.Builder group = PrimitiveGroup.newBuilder();
        for (Line line : ways) {
            Way.Builder way = Way.newBuilder().setId(line.id());
            long last = 0;
            for (long node : line.nodes()) {
                way.addRefs(node - last);
                last = node;
            }
            for (int i = 0; i < line.tags().length; i += 2) {
                way.addKeys(strings.of(line.tags()[i])).addVals(strings.of(line.tags()[i + 1]));
            }
            group.addWays(way);
        }
        return block(strings, group);
    }

    private PrimitiveBlock relationBlock() {
        Strings strings = new Strings();
        PrimitiveGroup.Builder group = PrimitiveGroup.newBuilder();
        for (Members members : relations) {
            Relation.Builder relation = Relation.newBuilder().setId(members.id());
            long last = 0;
            for (int i = 0; i < members.ways().length; i++) {
                relation.addMemids(members.ways()[i] - last)
                        .addTypes(Relation.MemberType.WAY)
                        .addRolesSid(strings.of(members.roles()[i]));
                last = members.ways()[i];
            }
            for (int i = 0; i < members.tags().length; i += 2) {
                relation.addKeys(strings.of(members.tags()[i])).addVals(strings.of(members.tags()[i + 1]));
            }
            group.addRelations(relation);
        }
        return block(strings, group);
    }

    private static PrimitiveBlock block(Strings strings, PrimitiveGroup.Builder group) {
        return PrimitiveBlock.newBuilder()
                .setStringtable(strings.table())
                .addPrimitivegroup(group)
                .build();
    }

    private static final class Strings {
        private final Map<String, Integer> places = new LinkedHashMap<>(Map.of("", 0));

        int of(String text) {
            return places.computeIfAbsent(text, key -> places.size());
        }

        StringTable table() {
            StringTable.Builder table = StringTable.newBuilder();
            places.keySet().forEach(text -> table.addS(ByteString.copyFromUtf8(text)));
            return table.build();
        }
    }
}
