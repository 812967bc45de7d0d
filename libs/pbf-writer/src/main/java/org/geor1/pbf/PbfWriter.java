package org.geor1.pbf;

import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * Writes an extract in blocks of at most 8,000 elements of one kind, as other programs do: first all nodes, then all ways,
 * then all relations.
 */
public final class PbfWriter implements Closeable {

    private static final int BLOCK = 8000;

    private final OutputStream out;
    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private DenseNodes.Builder nodes = DenseNodes.newBuilder();
    private PrimitiveGroup.Builder others = PrimitiveGroup.newBuilder();
    private long lastId;
    private long lastLatitude;
    private long lastLongitude;

    public PbfWriter(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file));
        header(out, "OsmSchema-V0.6", "DenseNodes");
        strings.put("", 0);
    }

    /**
     * A node. Coordinates are in 1e-7 degrees, ids ascend.
     *
     * @param tags keys and values in turns
     */
    public void node(long id, long longitude, long latitude, String... tags) throws IOException {
        nodes.addId(id - lastId).addLon(longitude - lastLongitude).addLat(latitude - lastLatitude);
        lastId = id;
        lastLongitude = longitude;
        lastLatitude = latitude;
        for (String tag : tags) {
            nodes.addKeysVals(string(tag));
        }
        nodes.addKeysVals(0);
        if (nodes.getIdCount() == BLOCK) {
            flush();
        }
    }

    /** @param tags keys and values in turns */
    public void way(long id, long[] refs, String... tags) throws IOException {
        if (nodes.getIdCount() > 0) {
            flush();
        }
        Way.Builder way = Way.newBuilder().setId(id);
        long last = 0;
        for (long ref : refs) {
            way.addRefs(ref - last);
            last = ref;
        }
        for (int i = 0; i < tags.length; i += 2) {
            way.addKeys(string(tags[i])).addVals(string(tags[i + 1]));
        }
        others.addWays(way);
        if (others.getWaysCount() == BLOCK) {
            flush();
        }
    }

    /**
     * A relation of ways.
     *
     * @param role of each of them
     * @param tags keys and values in turns
     */
    public void relation(long id, long[] ways, String role, String... tags) throws IOException {
        if (nodes.getIdCount() > 0 || others.getWaysCount() > 0) {
            flush();
        }
        Relation.Builder relation = Relation.newBuilder().setId(id);
        long last = 0;
        for (long way : ways) {
            relation.addMemids(way - last).addTypes(Relation.MemberType.WAY).addRolesSid(string(role));
            last = way;
        }
        for (int i = 0; i < tags.length; i += 2) {
            relation.addKeys(string(tags[i])).addVals(string(tags[i + 1]));
        }
        others.addRelations(relation);
        if (others.getRelationsCount() == BLOCK) {
            flush();
        }
    }

    private int string(String text) {
        return strings.computeIfAbsent(text, key -> strings.size());
    }

    private boolean isEmpty() {
        return nodes.getIdCount() + others.getWaysCount() + others.getRelationsCount() == 0;
    }

    private void flush() throws IOException {
        StringTable.Builder table = StringTable.newBuilder();
        strings.keySet().forEach(text -> table.addS(ByteString.copyFromUtf8(text)));
        PrimitiveGroup.Builder group =
                nodes.getIdCount() > 0 ? PrimitiveGroup.newBuilder().setDense(nodes) : others;
        data(
                out,
                PrimitiveBlock.newBuilder()
                        .setStringtable(table)
                        .addPrimitivegroup(group)
                        .build());
        nodes = DenseNodes.newBuilder();
        others = PrimitiveGroup.newBuilder();
        lastId = 0;
        lastLatitude = 0;
        lastLongitude = 0;
        strings.clear();
        strings.put("", 0);
    }

    /** A file's first blob, for extracts made block by block. */
    public static void header(OutputStream out, String... requiredFeatures) throws IOException {
        HeaderBlock header = HeaderBlock.newBuilder()
                .addAllRequiredFeatures(List.of(requiredFeatures))
                .build();
        blob(out, "OSMHeader", header.toByteArray());
    }

    /** A blob of elements. */
    public static void data(OutputStream out, PrimitiveBlock block) throws IOException {
        blob(out, "OSMData", block.toByteArray());
    }

    private static void blob(OutputStream out, String type, byte[] content) throws IOException {
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

    @Override
    public void close() throws IOException {
        if (!isEmpty()) {
            flush();
        }
        out.close();
    }
}
