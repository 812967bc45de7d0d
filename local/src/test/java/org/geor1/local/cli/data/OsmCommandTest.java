package org.geor1.local.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.geor1.local.cli.Geor1;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.pbf.PbfWriter;
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
    void severalExtractsAreCitiesOfOneDataSetUnderNamesOfTheirOwn() throws Exception {
        Path out = directory.resolve("set");
        String file = street().toString();
        Files.copy(Path.of(file), directory.resolve("a=b.osm.pbf"));
        assertThat(execute("york=" + file, file, directory + "/a=b.osm.pbf", "--out", out.toString(), "--size", "84"))
                .as(err.toString())
                .isEqualTo(ExitCodes.OK);
        for (String city : List.of("york", "street", "a-b")) {
            assertThat(Files.readAllLines(out.resolve(city + "/img_info.csv")))
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row).contains("," + city + "," + city + "/satellite/"));
        }
    }

    @Test
    void twoCitiesOfOneNameAndNamesThatAreNoneAreUsage() throws Exception {
        Path out = directory.resolve("set");
        String file = street().toString();
        assertThat(execute(file, file, "--out", out.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("two extracts are of a city called 'street'", "CITY=" + file);
        assertThat(execute("../up=" + file, "--out", out.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("'../up'");
        // If one city fails, nothing is written.
        assertThat(execute("york=" + file, "leeds=" + file + ".gone", "--out", out.toString()))
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains(".gone does not exist");
        assertThat(out).doesNotExist();
    }

    @Test
    void aBrokenExtractIsOneLineThatNamesTheByte() throws Exception {
        Path file = street();
        byte[] whole = Files.readAllBytes(file);
        // Header, nodes and ways are a blob each.
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        Path sound = Files.write(directory.resolve("sound.osm.pbf"), whole);
        assertThat(execute(
                        sound.toString(),
                        file.toString(),
                        "--size",
                        "84",
                        "--out",
                        directory.resolve("set").toString()))
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(directory.resolve("set")).doesNotExist();
        assertThat(err.toString().strip())
                .contains("street.osm.pbf: blob 2 at byte")
                .doesNotContain("\n");
    }

    @Test
    void aFolderInsteadOfAFileAndOptionsOutsideTheirRangeAreOneLine() {
        Path out = directory.resolve("set");
        assertThat(execute(directory.toString(), "--out", out.toString())).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains(directory + " is a folder. Name ");
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
        Path file = directory.resolve("street.osm.pbf");
        try (PbfWriter writer = new PbfWriter(file)) {
            writer.node(1, 0, 510_000_000);
            writer.node(2, 0, 510_020_000);
            writer.way(1, new long[] {1, 2}, "highway", "residential");
        }
        return file;
    }
}
