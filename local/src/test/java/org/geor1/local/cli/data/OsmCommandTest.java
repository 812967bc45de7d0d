package org.geor1.local.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.baremaps.osm.binary.Fileformat.Blob;
import org.apache.baremaps.osm.binary.Fileformat.BlobHeader;
import org.apache.baremaps.osm.binary.Osmformat.DenseNodes;
import org.apache.baremaps.osm.binary.Osmformat.HeaderBlock;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveBlock;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveGroup;
import org.apache.baremaps.osm.binary.Osmformat.StringTable;
import org.apache.baremaps.osm.binary.Osmformat.Way;
import org.geor1.local.cli.Geor1;
import org.geor1.local.cli.terminal.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Contract: one command from an extract to a data set, and one line for whatever is wrong with the extract. */
class OsmCommandTest {

    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();

    @Test
    void anExtractBecomesADataSet() throws Exception {
        Path out = directory.resolve("set");
        assertThat(execute(street().toString(), "--out", out.toString(), "--size", "84", "--country", "gb"))
                .isEqualTo(ExitCodes.OK);
        List<String> rows = Files.readAllLines(out.resolve("street/img_info.csv"));
        assertThat(rows).isNotEmpty();
        assertThat(out.resolve("street/panorama/street_000001.png")).isNotEmptyFile();
        assertThat(Files.readString(out.resolve("facts.jsonl"))).contains("\"driving_side\":\"left\"");
        assertThat(execute(street().toString(), "--out", out.toString())).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("exists");
    }

    @Test
    void aBrokenExtractIsOneLineThatNamesTheByte() throws Exception {
        Path file = street();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        assertThat(execute(file.toString(), "--out", directory.resolve("set").toString()))
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString().strip())
                .contains("street.osm.pbf: blob 1 at byte")
                .doesNotContain("\n");
    }

    @Test
    void aFileThatIsNotThereAndOptionsOutsideTheirRangeAreOneLine() {
        Path out = directory.resolve("set");
        assertThat(execute(directory.resolve("none.osm.pbf").toString(), "--out", out.toString()))
                .isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(err.toString()).contains("none.osm.pbf");
        assertThat(execute("x.osm.pbf", "--out", out.toString(), "--size", "100"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("multiple of 84");
        assertThat(execute("x.osm.pbf", "--out", out.toString(), "--country", "Germany"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(out).doesNotExist();
    }

    private int execute(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "osm";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandLine line = Geor1.commandLine(new DataCommand());
        line.setErr(new PrintWriter(err, true));
        return line.execute(all);
    }

    /** An extract that holds one street of 220 m. */
    private Path street() throws Exception {
        StringTable.Builder strings = StringTable.newBuilder();
        for (String text : List.of("", "highway", "residential")) {
            strings.addS(ByteString.copyFrom(text, StandardCharsets.UTF_8));
        }
        PrimitiveGroup.Builder nodes = PrimitiveGroup.newBuilder()
                .setDense(DenseNodes.newBuilder()
                        .addId(1)
                        .addId(1)
                        .addLat(510_000_000)
                        .addLat(20_000)
                        .addLon(0)
                        .addLon(0));
        PrimitiveGroup.Builder ways = PrimitiveGroup.newBuilder()
                .addWays(Way.newBuilder()
                        .setId(1)
                        .addKeys(1)
                        .addVals(2)
                        .addRefs(1)
                        .addRefs(1));
        PrimitiveBlock block = PrimitiveBlock.newBuilder()
                .setStringtable(strings)
                .addPrimitivegroup(nodes)
                .addPrimitivegroup(ways)
                .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        blob(out, "OSMHeader", HeaderBlock.getDefaultInstance().toByteString());
        blob(out, "OSMData", block.toByteString());
        return Files.write(directory.resolve("street.osm.pbf"), out.toByteArray());
    }

    private static void blob(ByteArrayOutputStream out, String type, ByteString content) {
        byte[] blob = Blob.newBuilder().setRaw(content).build().toByteArray();
        byte[] header = BlobHeader.newBuilder()
                .setType(type)
                .setDatasize(blob.length)
                .build()
                .toByteArray();
        out.writeBytes(ByteBuffer.allocate(4).putInt(header.length).array());
        out.writeBytes(header);
        out.writeBytes(blob);
    }
}
