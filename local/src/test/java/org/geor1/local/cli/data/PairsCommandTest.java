package org.geor1.local.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.geor1.geo.seed.SeedStream;
import org.geor1.local.cli.Geor1;
import org.geor1.local.cli.terminal.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: questions are written as a dataset that can be read again, with pictures under neutral names; the same seed gives
 * the same bytes; leaks, wrong rows and cities that are too small fail the command, which then leaves nothing behind.
 */
class PairsCommandTest {

    private static final int PLACES = 24;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private final List<String> rows = new ArrayList<>();
    private Path dataset;

    @BeforeEach
    void dataset() throws Exception {
        dataset = Files.createDirectories(directory.resolve("set"));
        Files.writeString(dataset.resolve("LICENSE.txt"), "Name the author.");
        for (int i = 0; i < PLACES; i++) {
            row(i, 0.01 * i, "Oslo", null, "png");
        }
        writeRows();
    }

    private void row(int number, double east, String city, String split, String format) throws Exception {
        picture("pano_%d.png".formatted(number), 2L * number);
        picture("sat_%d.%s".formatted(number, format), 2L * number + 1);
        rows.add(json(number, east, city, split, format, true));
    }

    private static String json(int number, double east, String city, String split, String format, boolean panorama) {
        return String.format(
                Locale.ROOT,
                "{\"id\": \"place-%d\", \"images\": [%s{\"role\": \"tile\", \"path\": \"sat_%d.%s\"}], "
                        + "\"place\": {\"latitude\": 59.9, \"longitude\": %.4f, \"city\": \"%s\"}%s}",
                number,
                panorama ? "{\"role\": \"panorama\", \"path\": \"pano_" + number + ".png\"}, " : "",
                number,
                format,
                10 + east,
                city,
                split == null ? "" : ", \"split\": \"" + split + "\"");
    }

    private void writeRows() throws Exception {
        Files.write(dataset.resolve("places.jsonl"), rows);
    }

    private void picture(String name, long seed) throws Exception {
        SeedStream random = SeedStream.of(seed);
        BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 20; i++) {
            graphics.setColor(new Color(random.nextInt(0xFFFFFF)));
            graphics.fillOval(
                    random.nextInt(40) - 8, random.nextInt(40) - 8, 8 + random.nextInt(16), 8 + random.nextInt(16));
        }
        graphics.dispose();
        ImageIO.write(
                image,
                name.substring(name.indexOf('.') + 1),
                dataset.resolve(name).toFile());
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

    private int pairs(Path folder, String... more) {
        List<String> all = new ArrayList<>(List.of("pairs", dataset.toString(), "--out", folder.toString()));
        all.addAll(List.of(more));
        Map.of("--candidates", "3", "--questions", "60").forEach((option, value) -> {
            if (!all.contains(option)) {
                all.addAll(List.of(option, value));
            }
        });
        return execute(all.toArray(String[]::new));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> files(Path folder) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }

    @Test
    void questionsAreADatasetWithNeutralNames() throws Exception {
        Path folder = directory.resolve("out");
        assertThat(pairs(folder)).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(printed()).contains("questions  60 questions about 24 places", "written    " + folder);
        List<String> lines = Files.readAllLines(folder.resolve("cv_pairing.jsonl"));
        assertThat(lines).hasSize(60);
        for (String line : lines) {
            JsonNode row = JsonMapper.shared().readTree(line);
            assertThat(row.path("image").size()).isEqualTo(4);
            int truth =
                    row.path("conversations").path(1).path("value").asString().charAt(0) - 'A';
            String place = row.path("candidates").path(truth).asString();
            int number = Integer.parseInt(place.substring("place-".length()));
            assertThat(row.path("distances_m").path(truth).asInt()).isZero();
            assertThat(row.path("city").asString()).isEqualTo("Oslo");
            assertThat(Files.readAllBytes(
                            folder.resolve(row.path("image").path(0).asString())))
                    .isEqualTo(Files.readAllBytes(dataset.resolve("pano_" + number + ".png")));
            assertThat(Files.readAllBytes(
                            folder.resolve(row.path("image").path(1 + truth).asString())))
                    .isEqualTo(Files.readAllBytes(dataset.resolve("sat_" + number + ".png")));
        }
        assertThat(files(folder.resolve("images")).keySet()).allMatch(name -> name.matches("[0-9a-f]{64}\\.png"));
        assertThat(Files.readString(folder.resolve("LICENSE.txt"))).isEqualTo("Name the author.");
        assertThat(execute("validate", folder.toString())).isEqualTo(ExitCodes.OK);
        assertThat(printed()).contains("format     vlm-r1", "60 samples, 0 faults");
    }

    @Test
    void thePlacesThatAreShownStandBesideTheQuestionsWithTheirSplits() throws Exception {
        // Without a panorama: it is never asked about.
        rows.set(3, json(3, 0.03, "Oslo", null, "png", false));
        writeRows();
        Path folder = directory.resolve("out");
        assertThat(pairs(folder, "--split-shares", "50,0,50", "--split-cell-km", "1", "--questions", "200"))
                .as(err + printed())
                .isEqualTo(ExitCodes.OK);
        Map<String, String> splits = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("places.ndjson"))) {
            JsonNode row = JsonMapper.shared().readTree(line);
            String id = row.path("id").asString();
            assertThat(splits.put(id, row.path("split").asString())).isNull();
            int number = Integer.parseInt(id.substring("place-".length()));
            assertThat(row.at("/place/longitude").asDouble()).isCloseTo(10 + 0.01 * number, within(1e-9));
            assertThat(row.at("/place/city").asString()).isEqualTo("Oslo");
            List<String> files = new ArrayList<>();
            row.path("images")
                    .forEach(image -> files.add(image.path("role").asString()
                            + sha256(folder.resolve(image.path("path").asString()))));
            assertThat(files)
                    .containsExactlyElementsOf(
                            number == 3
                                    ? List.of("tile" + sha256(dataset.resolve("sat_3.png")))
                                    : List.of(
                                            "panorama" + sha256(dataset.resolve("pano_" + number + ".png")),
                                            "tile" + sha256(dataset.resolve("sat_" + number + ".png"))));
        }
        Map<String, String> shown = new HashMap<>();
        for (String split : List.of("train", "test")) {
            for (String line : Files.readAllLines(folder.resolve("cv_pairing_" + split + ".jsonl"))) {
                JsonMapper.shared().readTree(line).path("candidates").forEach(id -> shown.put(id.asString(), split));
            }
        }
        assertThat(splits).isEqualTo(shown).containsValues("train", "test").containsKey("place-3");
        assertThat(execute("validate", folder.resolve("places.ndjson").toString()))
                .as(printed())
                .isEqualTo(ExitCodes.OK);
        assertThat(printed()).contains("format     canonical", splits.size() + " samples, 0 faults", "splits");
        assertThat(execute("validate", folder.toString())).isEqualTo(ExitCodes.OK);
        assertThat(printed()).contains("format     vlm-r1", "200 samples, 0 faults");
    }

    @Test
    void theSameSeedGivesTheSameBytesWhateverTheOrderOfRows() throws Exception {
        assertThat(pairs(directory.resolve("a"), "--seed", "7")).isEqualTo(ExitCodes.OK);
        Collections.reverse(rows);
        writeRows();
        assertThat(pairs(directory.resolve("b"), "--seed", "7")).isEqualTo(ExitCodes.OK);
        assertThat(pairs(directory.resolve("c"), "--seed", "8")).isEqualTo(ExitCodes.OK);
        assertThat(files(directory.resolve("b"))).containsExactlyInAnyOrderEntriesOf(files(directory.resolve("a")));
        assertThat(Files.readString(directory.resolve("c/cv_pairing.jsonl")))
                .isNotEqualTo(Files.readString(directory.resolve("a/cv_pairing.jsonl")));
    }

    @Test
    void whatExistsIsLeftAlone() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("out"));
        assertThat(pairs(folder)).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("exists. Name a folder that does not");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void splitsThatShareAPlaceFailTheBuild() throws Exception {
        rows.clear();
        for (int i = 0; i < PLACES; i++) {
            rows.add(json(i, 0.01 * i, "Oslo", i % 2 == 0 ? "train" : "test", "png", true));
        }
        // The tile of a training place, in the test too.
        Files.copy(dataset.resolve("sat_2.png"), dataset.resolve("sat_100.png"));
        Files.copy(dataset.resolve("pano_3.png"), dataset.resolve("pano_100.png"));
        rows.add(json(100, 1, "Oslo", "test", "png", true));
        writeRows();
        Path report = directory.resolve("report.json");
        assertThat(pairs(directory.resolve("out"), "--report", report.toString()))
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(printed())
                .contains("same tile in two splits (1)", "place-100 (test) and place-2 (train)", "Nothing was written")
                .contains("splits be made by place");
        JsonNode leaks = JsonMapper.shared()
                .readTree(Files.readString(report))
                .path("report")
                .path("leaks");
        assertThat(leaks.size()).isEqualTo(1);
        assertThat(leaks.path(0).path("examples").path(0).asString()).contains("place-100");
        leavesNothing();
        rows.remove(PLACES);
        writeRows();
        assertThat(pairs(directory.resolve("out"), "--split-shares", "50,25,25", "--split-cell-km", "1"))
                .as(err + printed())
                .isEqualTo(ExitCodes.OK);
        assertThat(directory.resolve("out"))
                .isDirectoryContaining("glob:**cv_pairing_train.jsonl")
                .isDirectoryContaining("glob:**cv_pairing_test.jsonl");
    }

    private void leavesNothing() throws Exception {
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("out"));
        }
    }

    @Test
    void tilesThatOnlyConfuseMustNotStandOut() throws Exception {
        for (int i = PLACES; i < 2 * PLACES; i++) {
            picture("sat_%d.jpg".formatted(i), 2L * i + 1);
            rows.add(json(i, 0.01 * i, "Oslo", null, "jpg", false));
        }
        writeRows();
        assertThat(pairs(directory.resolve("out"), "--questions", "600")).isEqualTo(ExitCodes.FAILURE);
        assertThat(printed())
                .contains("files tell the answer: only one with encoding PNG", "Encode all tiles the same way");
        leavesNothing();
    }

    @Test
    void wrongRowsAndSmallCitiesFailUnlessTheyAreSkipped() throws Exception {
        row(200, 3, "Moss", null, "png");
        writeRows();
        assertThat(pairs(directory.resolve("out"))).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("Moss has 1 place ", "needs 3", "fewer candidates");
        rows.add("{\"id\": \"x\", \"images\": [{\"role\": \"tile\", \"path\": \"none.png\"}], "
                + "\"place\": {\"latitude\": 1, \"longitude\": 1, \"city\": \"Oslo\"}}");
        writeRows();
        assertThat(pairs(directory.resolve("out"))).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("places.jsonl line 26: 'none.png' is missing", "--skip");
        leavesNothing();
        assertThat(pairs(directory.resolve("out"), "--skip")).isEqualTo(ExitCodes.OK);
        assertThat(printed()).contains("25; 1 rows left out", "1 with too few others");
    }

    @Test
    void samplesWithoutTileOrPositionAreWrongRows() throws Exception {
        rows.add("{\"id\": \"x\", \"images\": [{\"role\": \"panorama\", \"path\": \"pano_1.png\"}], "
                + "\"place\": {\"latitude\": 1, \"longitude\": 1}}");
        writeRows();
        assertThat(pairs(directory.resolve("out"))).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("line 25: has no tile");
        rows.set(24, "{\"id\": \"x\", \"images\": [{\"role\": \"tile\", \"path\": \"sat_1.png\"}]}");
        writeRows();
        assertThat(pairs(directory.resolve("out"))).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("line 25: has no position");
        leavesNothing();
    }

    @Test
    void theGazetteerNamesCountriesThatADatasetDoesNot() throws Exception {
        // As many places in Sweden.
        for (int i = 300; i < 300 + PLACES; i++) {
            row(i, 5 + 0.01 * (i - 300), "Karlskoga", null, "png");
        }
        writeRows();
        Path folder = directory.resolve("out");
        assertThat(pairs(folder, "--confusers", "same-country"))
                .as(err.toString())
                .isEqualTo(ExitCodes.OK);
        for (String line : Files.readAllLines(folder.resolve("cv_pairing.jsonl"))) {
            JsonNode row = JsonMapper.shared().readTree(line);
            boolean sweden = row.path("longitude").asDouble() > 13;
            assertThat(row.path("country").asString()).isEqualTo(sweden ? "SE" : "NO");
            row.path("candidates")
                    .forEach(id -> assertThat(Integer.parseInt(id.asString().substring(6)) >= 300)
                            .isEqualTo(sweden));
        }
    }

    @Test
    void hardQuestionsTakeVectorsFromAFile() throws Exception {
        List<String> vectors = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            vectors.add("{\"sha256\": \"%s\", \"vector\": [%s, 1]}"
                    .formatted(sha256(dataset.resolve("sat_" + i + ".png")), Math.tan(0.06 * i)));
        }
        Path features = Files.write(directory.resolve("features.jsonl"), vectors);
        Path folder = directory.resolve("out");
        assertThat(pairs(folder, "--confusers", "hard", "--features", features.toString()))
                .as(err.toString())
                .isEqualTo(ExitCodes.OK);
        for (String line : Files.readAllLines(folder.resolve("cv_pairing.jsonl"))) {
            List<Integer> numbers = new ArrayList<>();
            JsonMapper.shared()
                    .readTree(line)
                    .path("candidates")
                    .forEach(id -> numbers.add(Integer.parseInt(id.asString().substring(6))));
            // Vectors turn evenly from place to place, so the most alike are neighbours in that order.
            assertThat(numbers.stream().mapToInt(i -> i).max().orElseThrow()
                            - numbers.stream().mapToInt(i -> i).min().orElseThrow())
                    .isEqualTo(2);
        }
        vectors.remove(5);
        Files.write(features, vectors);
        assertThat(pairs(directory.resolve("b"), "--confusers", "hard", "--features", features.toString()))
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("no feature vector for the tile of place place-5");
    }

    private static String sha256(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWordingOfOnesOwnIsUsed() throws Exception {
        Path prompt = Files.writeString(directory.resolve("prompt.txt"), "Where? <image>\n{candidates}");
        assertThat(pairs(directory.resolve("out"), "--prompt", prompt.toString()))
                .isEqualTo(ExitCodes.OK);
        assertThat(Files.readString(directory.resolve("out/cv_pairing.jsonl")))
                .contains("\"Where? <image>\\nA: <image>\\nB: <image>\\nC: <image>\"");
    }

    @Test
    void wrongOptionsAreUsage() {
        Path folder = directory.resolve("out");
        for (String[] wrong : new String[][] {
            {"--candidates", "11"},
            {"--confusers", "near"},
            {"--confusers", "distance"},
            {"--max-km", "3"},
            {"--confusers", "hard"},
            {"--split-shares", "90,20,10"},
            {"--split-shares", "90,10"},
            {"--look-bits", "12"},
            {"--questions", "0"},
            {"--min-km", "-1"},
            {"--split-cell-km", "0"}
        }) {
            assertThat(pairs(folder, wrong)).as(String.join(" ", wrong)).isEqualTo(ExitCodes.USAGE);
            assertThat(err.toString()).contains("Wrong option: ");
        }
        assertThat(folder).doesNotExist();
    }
}
