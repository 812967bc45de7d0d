package org.geor1.local.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.geor1.local.cli.Geor1;
import org.geor1.local.cli.terminal.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Contract: exit codes and reports of the commands about datasets, and that a failed conversion leaves nothing. */
class DataCommandTest {

    private static final String GOOD =
            "{\"id\": \"%s\", \"image\": \"a.png\", \"conversations\": [{\"from\": \"human\", \"value\": \"<image>Where?\"}],"
                    + " \"city\": \"Oslo\"}";
    private static final String BAD = "{\"id\": ";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private Path dataset;

    @BeforeEach
    void dataset() throws Exception {
        dataset = Files.createDirectories(directory.resolve("set"));
        ImageIO.write(
                new BufferedImage(12, 10, BufferedImage.TYPE_INT_RGB),
                "png",
                dataset.resolve("a.png").toFile());
    }

    private void rows(String... lines) throws Exception {
        Files.write(dataset.resolve("train.jsonl"), List.of(lines));
    }

    private int execute(String... arguments) {
        out.reset();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Geor1.commandLine(new DataCommand());
            line.setErr(new PrintWriter(err, true));
            return line.execute(arguments);
        } finally {
            System.setOut(terminal);
        }
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aGoodDatasetIsReported() throws Exception {
        rows(GOOD.formatted("1"), GOOD.formatted("2"));
        assertThat(execute("validate", dataset.toString())).isEqualTo(ExitCodes.OK);
        assertThat(printed())
                .contains(
                        "format     vlm-r1",
                        "rows       2: 2 samples, 0 faults",
                        "splits     train 2",
                        "cities     Oslo 2")
                .contains("images     2", "12 to 12 pixels wide, 10 to 10 high", "sha256     ");

        assertThat(execute("validate", dataset.toString(), "-o", "json")).isEqualTo(ExitCodes.OK);
        JsonNode report = JsonMapper.shared().readTree(printed()).path("report");
        assertThat(report.path("samples").asInt()).isEqualTo(2);
        assertThat(report.path("sha256").asString()).hasSize(64);
    }

    @Test
    void wrongRowsFailUnlessTheyAreSkipped() throws Exception {
        rows(BAD, GOOD.formatted("1"), GOOD.formatted("1"));
        assertThat(execute("validate", dataset.toString())).isEqualTo(ExitCodes.FAILURE);
        assertThat(printed())
                .contains("train.jsonl line 1: is bad JSON", "train.jsonl line 3: has the id '1'", "2 faults");
        assertThat(execute("validate", dataset.toString(), "--strict")).isEqualTo(ExitCodes.FAILURE);
        assertThat(printed()).contains("rows       1: 0 samples, 1 faults").doesNotContain("line 3");
        assertThat(execute("validate", dataset.toString(), "--skip")).isEqualTo(ExitCodes.OK);
        assertThat(printed()).contains("1 samples, 2 faults");
        rows(BAD);
        assertThat(execute("validate", dataset.toString(), "--skip", "--format", "vlm-r1"))
                .isEqualTo(ExitCodes.FAILURE);
    }

    @Test
    void wrongUsageIsToldFromADatasetThatIsNone() {
        assertThat(execute("validate", dataset.toString(), "--strict", "--skip"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(execute("validate", dataset.toString(), "--format", "zip")).isEqualTo(ExitCodes.USAGE);
        assertThat(execute("convert", dataset.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(execute("validate", directory.toString())).isEqualTo(ExitCodes.FAILURE);
        assertThat(execute("validate", dataset.toString(), "--format", "cvact")).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("There is no format 'zip'", "looks like no dataset", "ACT_data.mat");
    }

    @Test
    void convertWritesWhatValidateReadsAsTheSameDataset() throws Exception {
        rows(GOOD.formatted("1"), GOOD.formatted("2"));
        Path out = dataset.resolve("canonical.jsonl");
        assertThat(execute("convert", dataset.toString(), "--out", out.toString(), "-o", "json"))
                .isEqualTo(ExitCodes.OK);
        String hash = JsonMapper.shared()
                .readTree(printed())
                .path("report")
                .path("sha256")
                .asString();
        assertThat(Files.readAllLines(out)).hasSize(2);
        assertThat(execute("validate", out.toString())).isEqualTo(ExitCodes.OK);
        assertThat(printed()).contains("format     canonical", "sha256     " + hash);
        assertThat(execute("convert", dataset.toString(), "--format", "vlm-r1", "--out", out.toString()))
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("exists");
    }

    @Test
    void aConversionThatFailsLeavesNothing() throws Exception {
        rows(GOOD.formatted("1"), BAD);
        Path out = directory.resolve("out.jsonl");
        assertThat(execute("convert", dataset.toString(), "--out", out.toString()))
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("train.jsonl line 2", "Nothing was written", "--skip");
        assertThat(directory).isDirectoryNotContaining("glob:**out.jsonl*");
        assertThat(execute("convert", dataset.toString(), "--out", out.toString(), "--skip"))
                .isEqualTo(ExitCodes.OK);
        assertThat(Files.readAllLines(out)).hasSize(1);
        assertThat(printed()).contains("1 samples, 1 rows left out");
    }
}
