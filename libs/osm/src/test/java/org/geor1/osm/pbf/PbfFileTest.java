package org.geor1.osm.pbf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.baremaps.osm.binary.Fileformat.Blob;
import org.apache.baremaps.osm.binary.Fileformat.BlobHeader;
import org.apache.baremaps.osm.binary.Osmformat.DenseNodes;
import org.apache.baremaps.osm.binary.Osmformat.Node;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveBlock;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveGroup;
import org.apache.baremaps.osm.binary.Osmformat.StringTable;
import org.geor1.osm.PbfBuilder;
import org.geor1.osm.Town;
import org.geor1.pbf.PbfWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: elements arrive in order; whatever is wrong with a file is an error that names the blob and its first byte. */
class PbfFileTest {

    @TempDir
    Path directory;

    @Test
    void elementsArriveInTheOrderOfTheFile() throws IOException {
        PbfBuilder builder = new PbfBuilder();
        builder.node(0, 0, "natural", "tree");
        long way = builder.way(new double[] {10, 0, 20, 0}, "highway", "service");
        builder.relation(new long[] {way}, "type", "route");
        assertThat(elements(builder.write(directory.resolve("small.osm.pbf"))))
                .containsExactly(
                        "node 1 80000000 500000000 tree",
                        "node 2 80001395 500000000 null",
                        "node 3 80002790 500000000 null",
                        "way 1000 [2, 3] service",
                        "relation 5000 [1000] route");
    }

    @Test
    void nodesThatAreNotDenseAreRead() throws IOException {
        StringTable table = StringTable.newBuilder()
                .addS(ByteString.EMPTY)
                .addS(ByteString.copyFromUtf8("natural"))
                .addS(ByteString.copyFromUtf8("tree"))
                .build();
        Node node = Node.newBuilder()
                .setId(7)
                .setLat(250_000_000)
                .setLon(-40_000_000)
                .addKeys(1)
                .addVals(2)
                .build();
        PrimitiveBlock block = PrimitiveBlock.newBuilder()
                .setStringtable(table)
                .setGranularity(200)
                .setLatOffset(100)
                .addPrimitivegroup(PrimitiveGroup.newBuilder().addNodes(node))
                .build();
        assertThat(elements(file(block))).containsExactly("node 7 -80000000 500000001 tree");
    }

    @Test
    void onlyWantedBlobsAreRead() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        new PbfFile(Town.write(directory.resolve("town.osm.pbf"))).read(blob -> blob == 2, Block::number, numbers::add);
        assertThat(numbers).containsExactly(2);
    }

    @Test
    void aFileThatEndsEarlyNamesBlobAndByte() throws IOException {
        byte[] whole = Files.readAllBytes(Town.write(directory.resolve("town.osm.pbf")));
        int second = nextBlob(whole, 0);
        int third = nextBlob(whole, second);
        for (int length : new int[] {second + 2, second + 10, second + 30, third - 1}) {
            Path cut = Files.write(directory.resolve("cut.osm.pbf"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> elements(cut))
                    .isInstanceOf(PbfException.class)
                    .hasMessageStartingWith("cut.osm.pbf: blob 1 at byte " + second + ": ")
                    .hasMessageContaining("ends within");
        }
    }

    @Test
    void aBlobThatIsNotWantedMayNotEndEarlyEither() throws IOException {
        byte[] whole = Files.readAllBytes(Town.write(directory.resolve("town.osm.pbf")));
        Path cut = Files.write(directory.resolve("cut.osm.pbf"), Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> new PbfFile(cut).read(blob -> false, Block::number, number -> {}))
                .isInstanceOf(PbfException.class)
                .hasMessageContaining("blob 3 at byte");
    }

    @Test
    void damagedDataNamesBlobAndByte() throws IOException {
        byte[] bytes = Files.readAllBytes(Town.write(directory.resolve("town.osm.pbf")));
        int second = nextBlob(bytes, 0);
        for (int i = nextBlob(bytes, second) - 40; i < nextBlob(bytes, second) - 10; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        Path damaged = Files.write(directory.resolve("damaged.osm.pbf"), bytes);
        assertThatThrownBy(() -> elements(damaged))
                .isInstanceOf(PbfException.class)
                .hasMessageStartingWith("damaged.osm.pbf: blob 1 at byte " + second + ": ");
    }

    @Test
    void anotherKindOfFileIsRefused() throws IOException {
        Path text = Files.writeString(directory.resolve("map.osm"), "<?xml version='1.0'?><osm></osm>");
        assertThatThrownBy(() -> elements(text))
                .isInstanceOf(PbfException.class)
                .hasMessageContaining("map.osm: blob 0 at byte 0");
        Path empty = Files.createFile(directory.resolve("empty.osm.pbf"));
        assertThatThrownBy(() -> elements(empty))
                .isInstanceOf(PbfException.class)
                .hasMessageContaining("does not start");
    }

    @Test
    void sizesPastTheFormatsLimitsAreRefusedBeforeTheyAreAllocated() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PbfWriter.header(out);
        int at = out.size();
        byte[] bomb = Blob.newBuilder()
                .setRawSize(Integer.MAX_VALUE)
                .setZlibData(ByteString.copyFrom(new byte[10]))
                .build()
                .toByteArray();
        append(out, bomb.length, bomb);
        Path file = Files.write(directory.resolve("bomb.osm.pbf"), out.toByteArray());
        assertThatThrownBy(() -> elements(file)).hasMessageContaining("byte " + at + ": a block of 2147483647 bytes");

        out.reset();
        PbfWriter.header(out);
        append(out, Integer.MAX_VALUE, bomb);
        Path large = Files.write(directory.resolve("large.osm.pbf"), out.toByteArray());
        assertThatThrownBy(() -> elements(large)).hasMessageContaining("a blob of 2147483647 bytes");
    }

    @Test
    void whatAFileNeedsAndThisReaderLacksIsNamed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PbfWriter.header(out, "OsmSchema-V0.6", "HistoricalInformation");
        Path file = Files.write(directory.resolve("history.osm.pbf"), out.toByteArray());
        assertThatThrownBy(() -> elements(file)).hasMessageContaining("'HistoricalInformation'");
    }

    @Test
    void elementsThatContradictThemselvesAreRefused() {
        DenseNodes.Builder north =
                DenseNodes.newBuilder().addId(1).addLat(910_000_000).addLon(0);
        assertThatThrownBy(() -> elements(file(dense(north))))
                .hasMessageContaining("blob 1")
                .hasMessageContaining("latitude");
        DenseNodes.Builder half = DenseNodes.newBuilder().addId(1).addLat(0);
        assertThatThrownBy(() -> elements(file(dense(half)))).hasMessageContaining("0 longitudes");
        DenseNodes.Builder tags = DenseNodes.newBuilder()
                .addId(1)
                .addLat(0)
                .addLon(0)
                .addKeysVals(9)
                .addKeysVals(9);
        assertThatThrownBy(() -> elements(file(dense(tags)))).hasMessageContaining("string 9 of 0");
        DenseNodes.Builder odd =
                DenseNodes.newBuilder().addId(1).addLat(0).addLon(0).addKeysVals(9);
        assertThatThrownBy(() -> elements(file(dense(odd)))).isInstanceOf(PbfException.class);
    }

    private static PrimitiveBlock dense(DenseNodes.Builder nodes) {
        return PrimitiveBlock.newBuilder()
                .setStringtable(StringTable.getDefaultInstance())
                .addPrimitivegroup(PrimitiveGroup.newBuilder().setDense(nodes))
                .build();
    }

    private Path file(PrimitiveBlock block) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PbfWriter.header(out);
        PbfWriter.data(out, block);
        return Files.write(directory.resolve("block.osm.pbf"), out.toByteArray());
    }

    private static void append(ByteArrayOutputStream out, int datasize, byte[] blob) {
        byte[] header = BlobHeader.newBuilder()
                .setType("OSMData")
                .setDatasize(datasize)
                .build()
                .toByteArray();
        out.writeBytes(ByteBuffer.allocate(4).putInt(header.length).array());
        out.writeBytes(header);
        out.writeBytes(blob);
    }

    /** Where the blob behind the one at this byte starts. */
    private static int nextBlob(byte[] file, int at) throws IOException {
        int length = ByteBuffer.wrap(file).getInt(at);
        BlobHeader header = BlobHeader.parseFrom(Arrays.copyOfRange(file, at + 4, at + 4 + length));
        return at + 4 + length + header.getDatasize();
    }

    private static List<String> elements(Path file) throws IOException {
        List<String> all = new ArrayList<>();
        new PbfFile(file).read(blob -> true, PbfFileTest::describe, all::addAll);
        return all;
    }

    private static List<String> describe(Block block) {
        List<String> found = new ArrayList<>();
        block.forEach(new ElementSink() {
            @Override
            public void node(long id, int latitude, int longitude, Tags tags) {
                found.add("node " + id + " " + longitude + " " + latitude + " " + tags.get("natural"));
            }

            @Override
            public void way(long id, long[] nodes, Tags tags) {
                found.add("way " + id + " " + Arrays.toString(nodes) + " " + tags.get("highway"));
            }

            @Override
            public void relation(long id, long[] ways, Tags tags) {
                found.add("relation " + id + " " + Arrays.toString(ways) + " " + tags.get("type"));
            }
        });
        return found;
    }
}
