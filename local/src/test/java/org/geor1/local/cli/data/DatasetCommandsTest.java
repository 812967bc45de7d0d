package org.geor1.local.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.geor1.local.LocalPlatform;
import org.geor1.local.OpenPaths;
import org.geor1.local.Ports;
import org.geor1.local.StubEngine;
import org.geor1.local.cli.Geor1;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.home.Home;
import org.geor1.local.home.Installation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: what a dataset on disk holds is what the platform has after an import, also after one that was interrupted, and what
 * an export writes; wrong rows are told and never published unasked.
 */
class DatasetCommandsTest {

    private static final Path PICTURES = Installation.root().resolve("libs/image/src/test/resources/pictures");

    @TempDir
    static Path home;

    private static LocalPlatform platform;

    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();
    private Path dataset;

    @BeforeAll
    static void startPlatform() {
        platform = LocalPlatform.start(new Home(home), Ports.free(), home, StubEngine.class);
    }

    @AfterAll
    static void stopPlatform() {
        platform.close();
    }

    @BeforeEach
    void newDataset() throws IOException {
        dataset = Files.createDirectories(directory.resolve("set"));
    }

    private record Answer(int exit, String text) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }
    }

    private Answer execute(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Geor1.commandLine(new DataCommand());
            line.setErr(new PrintWriter(err, true));
            int exit = line.execute(arguments);
            return new Answer(exit, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(terminal);
        }
    }

    /** A command that talks to the platform. */
    private Answer online(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--url");
        all.add(platform.address().toString());
        return execute(all.toArray(String[]::new));
    }

    private void picture(String path, int shade) throws IOException {
        BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 24; x++) {
            image.setRGB(x, x % 16, shade);
        }
        Path file = dataset.resolve(path);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, path.endsWith(".png") ? "png" : "jpg", file.toFile());
    }

    private void cvCities(String city, String... rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            String pair = city + "/sat/" + i + ".jpg," + city + "/pano/" + i + ".jpg";
            lines.add(i + "," + rows[i] + "," + city + "," + pair);
            picture(city + "/sat/" + i + ".jpg", 1000 * i + city.hashCode());
            picture(city + "/pano/" + i + ".jpg", 500 * i + 7 + city.hashCode());
        }
        Files.write(dataset.resolve(city).resolve("img_info.csv"), lines);
    }

    private String hashOnDisk(Path path, String... options) {
        List<String> all = new ArrayList<>(List.of("validate", path.toString(), "-o", "json"));
        all.addAll(Arrays.asList(options));
        return execute(all.toArray(String[]::new)).json().at("/report/sha256").asString();
    }

    private JsonNode shown(String name) {
        return online("show", name, "-o", "json").json();
    }

    @Test
    void aFolderOfCitiesIsImportedShownExportedAndImportedAgain() throws IOException {
        cvCities("oslo", "10.7,59.9", "10.8,59.8", "10.6,59.7");
        cvCities("rio", "-43.2,-22.9", "-43.3,-22.8");
        Answer imported = online(
                "import",
                dataset.toString(),
                "--name",
                "cities",
                "--licence",
                "CC BY 4.0, © nobody",
                "--description",
                "Two");
        assertThat(imported.exit()).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(imported.text())
                .contains("dataset    cities, ready", "licence    CC BY 4.0, © nobody", "samples    5")
                .contains("cities     oslo 3, rio 2", "images     10,", "24 to 24 pixels wide");

        JsonNode stored = shown("cities");
        assertThat(stored.path("content_hash").asString()).isEqualTo(hashOnDisk(dataset));
        assertThat(online("ls").text()).contains("mini-earth", "endless", "cities", "CC BY 4.0");
        assertThat(OpenPaths.below(home)).isEmpty();

        Path exported = directory.resolve("exported");
        assertThat(online("export", "cities", exported.toString()).exit()).isEqualTo(ExitCodes.OK);
        assertThat(execute("validate", exported.toString()).text())
                .contains("format     canonical", "rows       5: 5 samples, 0 faults");
        assertThat(hashOnDisk(exported)).isEqualTo(stored.path("content_hash").asString());
        assertThat(Files.readString(exported.resolve("LICENCE.txt"))).contains("© nobody");
        assertThat(online("export", "cities", exported.toString()).exit()).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("exists");

        Answer again = online("import", exported.toString(), "--name", "again", "-o", "json");
        assertThat(again.exit()).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(again.json().at("/dataset/content_hash").asString())
                .isEqualTo(stored.path("content_hash").asString());
        assertThat(again.json().at("/dataset/licence").asString())
                .as("that of LICENCE.txt")
                .isEqualTo("CC BY 4.0, © nobody");
    }

    @Test
    void anImportThatStoppedGoesOnWhereItDid() throws IOException {
        cvCities("bergen", "5.3,60.4", "5.4,60.3", "5.2,95", "5.1,60.1", "5.0,60.0");
        Answer strict = online("import", dataset.toString(), "--name", "stopped", "--strict", "-o", "json");
        assertThat(strict.exit()).isEqualTo(ExitCodes.FAILURE);
        assertThat(strict.json().at("/report/imported").asInt()).isEqualTo(2);
        assertThat(strict.json().at("/dataset/state").asString()).isEqualTo("importing");

        Answer careful = online("import", dataset.toString(), "--name", "stopped");
        assertThat(careful.exit()).isEqualTo(ExitCodes.FAILURE);
        assertThat(careful.text())
                .contains("bergen/img_info.csv line 3: latitude 95.0 is not between -90 and 90")
                .contains("stopped: 4 samples, not published because of 1 wrong rows", "--skip");
        assertThat(online("export", "stopped", directory.resolve("x").toString())
                        .exit())
                .isEqualTo(ExitCodes.FAILURE);

        Answer skipping = online("import", dataset.toString(), "--name", "stopped", "--skip", "-o", "json");
        assertThat(skipping.exit()).isEqualTo(ExitCodes.OK);
        assertThat(skipping.json().at("/report/imported").asInt()).isZero();
        assertThat(skipping.json().at("/report/alreadyThere").asInt()).isEqualTo(4);
        assertThat(skipping.json().at("/report/faults").asInt()).isEqualTo(1);
        assertThat(shown("stopped").path("content_hash").asString()).isEqualTo(hashOnDisk(dataset, "--skip"));

        assertThat(online("import", dataset.toString(), "--name", "stopped").exit())
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("a published dataset never changes");
    }

    @Test
    void anImportDoesNotGoOnWithOtherRows() throws IOException {
        cvCities("turku", "22.2,60.4", "22.3,60.5", "22.1,95");
        assertThat(online("import", dataset.toString(), "--name", "mixed").exit())
                .isEqualTo(ExitCodes.FAILURE);
        Files.write(
                dataset.resolve("turku/img_info.csv"), List.of("7,22.3,60.5,turku,turku/sat/1.jpg,turku/pano/1.jpg"));
        assertThat(online("import", dataset.toString(), "--name", "mixed", "--skip")
                        .exit())
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("has the sample 'turku/0'", "./geor1 data rm mixed");
        assertThat(online("rm", "mixed").exit()).isEqualTo(ExitCodes.OK);
        assertThat(online("import", dataset.toString(), "--name", "mixed").exit())
                .isEqualTo(ExitCodes.OK);
        assertThat(shown("mixed").path("samples").asInt()).isEqualTo(1);
    }

    @Test
    void conversationsComeWithTheirImagesAndTruths() throws IOException {
        picture("p.png", 5);
        picture("t.png", 6);
        Files.writeString(dataset.resolve("train.jsonl"), """
                {"id": 1, "image": ["p.png", "t.png"], "conversations": [{"from": "human", "value": "<image><image>Same?"}, {"from": "gpt", "value": "<answer>Yes</answer>"}], "level": "3"}
                {"id": 2, "image": "p.png", "conversations": [{"from": "human", "value": "<image>Where?"}]}
                """);
        Answer imported = online("import", dataset.toString(), "--name", "talks", "--format", "vlm-r1");
        assertThat(imported.exit()).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(shown("talks").path("content_hash").asString()).isEqualTo(hashOnDisk(dataset));
        JsonNode samples = JsonMapper.shared().readTree(get("/api/v1/datasets/talks/samples"));
        assertThat(samples.at("/data/0/sample/truth").asString()).isEqualTo("Yes");
        assertThat(samples.at("/data/0/sample/split").asString()).isEqualTo("train");
        assertThat(samples.at("/data/0/sample/images")).hasSize(2);
        assertThat(samples.at("/data/0/sample/images/0")).isEqualTo(samples.at("/data/1/sample/images/0"));
    }

    private static String get(String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(platform.address() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void photosAreKeptWithoutTheirPositionsAndDamagedOnesAreTold() throws IOException {
        Files.copy(PICTURES.resolve("jpeg_gps.jpg"), dataset.resolve("a.jpg"));
        byte[] damaged = Files.readAllBytes(PICTURES.resolve("png_rgb.png"));
        Arrays.fill(damaged, 60, 90, (byte) 0);
        Files.write(dataset.resolve("b.png"), damaged);
        Files.copy(PICTURES.resolve("png_exif6.png"), dataset.resolve("c.png"));
        Files.writeString(
                dataset.resolve("photos.csv"),
                "id,latitude,longitude\na.jpg,59.9,10.7\nb.png,59.8,10.6\nc.png,59.7,10.5\n");

        Answer careful = online("import", dataset.toString(), "--name", "photos", "--format", "photos");
        assertThat(careful.exit()).isEqualTo(ExitCodes.FAILURE);
        assertThat(careful.text()).contains("photos.csv line 3: has a picture that cannot be used", "damaged PNG");
        Answer skipping = online("import", dataset.toString(), "--name", "photos", "--format", "photos", "--skip");
        assertThat(skipping.exit()).as(err.toString()).isEqualTo(ExitCodes.OK);
        assertThat(skipping.text()).contains("samples    2");

        JsonNode samples = JsonMapper.shared().readTree(get("/api/v1/datasets/photos/samples"));
        assertThat(samples.at("/data/0/sample/place/latitude").asDouble()).isEqualTo(59.9);
        String photo = samples.at("/data/0/sample/images/0/sha256").asString();
        assertThat(get("/api/v1/images/sha256/" + photo + "/file")).doesNotContain("Exif");
        assertThat(shown("photos").path("content_hash").asString()).isNotEqualTo(hashOnDisk(dataset, "--skip"));

        Path exported = directory.resolve("exported");
        assertThat(online("export", "photos", exported.toString()).exit()).isEqualTo(ExitCodes.OK);
        assertThat(hashOnDisk(exported))
                .isEqualTo(shown("photos").path("content_hash").asString());
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        assertThat(online("show", "atlantis").exit()).isEqualTo(ExitCodes.FAILURE);
        assertThat(online("export", "mini-earth", directory.resolve("y").toString())
                        .exit())
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(online("rm", "atlantis").exit()).isEqualTo(ExitCodes.FAILURE);
        Files.writeString(dataset.resolve("train.jsonl"), "{\n");
        assertThat(online("import", dataset.toString(), "--name", "nothing", "--format", "vlm-r1", "--skip")
                        .exit())
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(online("import", dataset.toString(), "--name", "No Name", "--format", "vlm-r1")
                        .exit())
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString())
                .contains(
                        "There is no dataset 'atlantis'",
                        "was imported and published",
                        "there is no sample in",
                        "name must be");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(dataset);
        }
    }
}
