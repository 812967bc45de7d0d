package org.geor1.local.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.geor1.local.cli.Geor1;
import org.geor1.local.cli.terminal.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: each different tile of a dataset has one vector, tiles that look alike have similar ones, and hard pairing questions
 * can be made with them; whatever fails leaves no file.
 */
class FeaturesCommandTest {

    /** Tiles of two kinds, red and blue, that differ in a detail. */
    private static final int OF_A_KIND = 6;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private final List<String> rows = new ArrayList<>();
    private Path dataset;
    private Path file;

    @BeforeEach
    void makeDataset() throws Exception {
        dataset = Files.createDirectories(directory.resolve("set"));
        file = directory.resolve("features.jsonl");
        for (int i = 0; i < 2 * OF_A_KIND; i++) {
            picture("pano_" + i, 0x101010 * (i + 1), 3 * i);
            picture("sat_" + i, i < OF_A_KIND ? 0xE01010 : 0x1010E0, 3 * i);
            row(i, i);
        }
    }

    private void row(int number, int tile) throws Exception {
        rows.add(String.format(
                Locale.ROOT,
                "{\"id\": \"%d\", \"images\": [{\"role\": \"panorama\", \"path\": \"pano_%d.png\"}, "
                        + "{\"role\": \"tile\", \"path\": \"sat_%d.png\"}], \"place\": {\"latitude\": 59.9, "
                        + "\"longitude\": %.3f, \"city\": \"Oslo\"}}",
                number,
                tile,
                tile,
                10 + 0.01 * number));
        Files.write(dataset.resolve("places.jsonl"), rows);
    }

    private void picture(String name, int colour, int detail) throws Exception {
        BufferedImage image = new BufferedImage(84, 84, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(colour));
        graphics.fillRect(0, 0, 84, 84);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(detail, 2 * detail, 18, 12);
        graphics.dispose();
        ImageIO.write(image, "png", dataset.resolve(name + ".png").toFile());
    }

    private int execute(String... arguments) {
        out.reset();
        err.getBuffer().setLength(0);
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

    private int features(String... more) {
        List<String> all = new ArrayList<>(List.of("features", dataset.toString(), "--out", file.toString()));
        all.addAll(List.of(more));
        return execute(all.toArray(String[]::new));
    }

    @Test
    void tilesThatLookAlikeAreCandidatesOfOneQuestion() throws Exception {
        row(2 * OF_A_KIND, 0);
        assertThat(features()).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("12 different tiles as nano-base sees them");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2 * OF_A_KIND);
        Path folder = directory.resolve("pairs");
        assertThat(execute(
                        "pairs",
                        dataset.toString(),
                        "--out",
                        folder.toString(),
                        "--confusers",
                        "hard",
                        "--features",
                        file.toString(),
                        "--candidates",
                        "4",
                        "--questions",
                        "24",
                        "--look-bits",
                        "0"))
                .as(err + out.toString(StandardCharsets.UTF_8))
                .isEqualTo(ExitCodes.OK);
        for (String line : Files.readAllLines(folder.resolve("cv_pairing.jsonl"))) {
            JsonNode candidates = JsonMapper.shared().readTree(line).path("candidates");
            assertThat(candidates)
                    .extracting(id -> Integer.parseInt(id.asString()) % (2 * OF_A_KIND) < OF_A_KIND)
                    .as(line)
                    .containsOnly(Integer.parseInt(candidates.path(0).asString()) % (2 * OF_A_KIND) < OF_A_KIND);
        }
        byte[] first = Files.readAllBytes(file);
        Files.delete(file);
        assertThat(features("--device", "cpu")).isEqualTo(ExitCodes.OK);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void whatFailsLeavesNoFileAndSaysWhy() throws Exception {
        assertThat(features("--model", "none-such")).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("Cannot load model 'none-such'");
        assertThat(features("--device", "tpu")).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("device must be cpu, cuda:N or auto, was tpu");
        byte[] whole = Files.readAllBytes(dataset.resolve("sat_3.png"));
        Files.write(dataset.resolve("sat_3.png"), List.of("no picture"));
        assertThat(features()).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("places.jsonl line 4");
        assertThat(file).doesNotExist();
        Files.write(dataset.resolve("sat_3.png"), whole);
        Files.writeString(file, "mine");
        assertThat(features()).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("exists. Name a file that does not");
        assertThat(file).hasContent("mine");
        Files.delete(file);
        Files.write(
                dataset.resolve("places.jsonl"),
                List.of("{\"id\": \"1\", \"images\": [{\"role\": \"photo\", \"path\": \"pano_1.png\"}]}"));
        assertThat(features()).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("has no sample with a tile");
        assertThat(file).doesNotExist();
    }
}
