package org.geor1.benchmarks.data;

import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.apache.baremaps.osm.binary.Fileformat.Blob;
import org.apache.baremaps.osm.binary.Fileformat.BlobHeader;
import org.apache.baremaps.osm.binary.Osmformat.DenseNodes;
import org.apache.baremaps.osm.binary.Osmformat.HeaderBlock;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveBlock;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveGroup;
import org.apache.baremaps.osm.binary.Osmformat.StringTable;
import org.apache.baremaps.osm.binary.Osmformat.Way;

/** Writes an extract in blocks of 8,000 elements, as other programs do: first all nodes, then all ways. */
final class PbfWriter implements Closeable {

    private static final int BLOCK = 8000;

    private final DataOutputStream out;
    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private DenseNodes.Builder nodes = DenseNodes.newBuilder();
    private PrimitiveGroup.Builder ways = PrimitiveGroup.newBuilder();
    private long lastId;
    private long lastLatitude;
    private long lastLongitude;

    PbfWriter(Path file) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
        HeaderBlock header = HeaderBlock.newBuilder()
                .addRequiredFeatures("OsmSchema-V0.6")
                .addRequiredFeatures("DenseNodes")
                .build();
        blob("OSMHeader", header.toByteArray());
        strings.put("", 0);
    }

    /** A node; coordinates in 1e-7 degrees, ids ascending. */
    void node(long id, long longitude, long latitude, String... tags) throws IOException {
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

    void way(long id, long[] refs, String... tags) throws IOException {
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
        ways.addWays(way);
        if (ways.getWaysCount() == BLOCK) {
            flush();
        }
    }

    private int string(String text) {
        return strings.computeIfAbsent(text, key -> strings.size());
    }

    private void flush() throws IOException {
        StringTable.Builder table = StringTable.newBuilder();
        strings.keySet().forEach(text -> table.addS(ByteString.copyFromUtf8(text)));
        PrimitiveGroup.Builder group =
                nodes.getIdCount() > 0 ? PrimitiveGroup.newBuilder().setDense(nodes) : ways;
        blob(
                "OSMData",
                PrimitiveBlock.newBuilder()
                        .setStringtable(table)
                        .addPrimitivegroup(group)
                        .build()
                        .toByteArray());
        nodes = DenseNodes.newBuilder();
        ways = PrimitiveGroup.newBuilder();
        lastId = 0;
        lastLatitude = 0;
        lastLongitude = 0;
        strings.clear();
        strings.put("", 0);
    }

    private void blob(String type, byte[] content) throws IOException {
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
        out.writeInt(header.length);
        out.write(header);
        out.write(blob);
    }

    @Override
    public void close() throws IOException {
        if (nodes.getIdCount() > 0 || ways.getWaysCount() > 0) {
            flush();
        }
        out.close();
    }
}
