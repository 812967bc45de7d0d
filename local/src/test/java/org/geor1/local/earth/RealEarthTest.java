package org.geor1.local.earth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.geor1.local.ChildJvm;
import org.geor1.local.LocalPlatform;
import org.geor1.local.Ports;
import org.geor1.local.cli.Geor1;
import org.geor1.local.client.DatasetClient;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.home.Home;
import org.geor1.local.home.Installation;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.GenerationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: the script {@code docs/examples/real-earth.sh} leads from maps of real cities to a model that is asked about a
 * photo, command by command, on a running platform; with the shipped model, and with one in the layout of the published ones,
 * which reads the very tokens of the published pipeline. Maps, teacher and weights are made here; learning is not tested.
 */
class RealEarthTest {

    /** A model that has not learnt to end writes to its last token, so answers are short and may take long. */
    private static final Map<String, String> PATIENCE =
            Map.of("geor1.rollout.max-tokens", "64", "geor1.gateway.inference-timeout", "10m");

    private static final String SCRIPT = "docs/examples/real-earth.sh";

    private static final Map<String, String> SIZES = Map.ofEntries(
            Map.entry("VIEWS", "60"),
            Map.entry("QUESTIONS", "60"),
            Map.entry("CANDIDATES", "3"),
            Map.entry("SHARES", "60,0,40"),
            Map.entry("CELL_KM", "0.8"),
            Map.entry("EXEMPLARS", "8"),
            Map.entry("SFT_STEPS", "2"),
            Map.entry("SFT_BATCH", "2"),
            Map.entry("GRPO_STEPS", "2"),
            Map.entry("PROMPTS", "2"),
            Map.entry("GROUP", "2"),
            Map.entry("LENGTH", "16"),
            Map.entry("TESTED", "4"));

    private static final List<int[]> PANORAMA = List.of(new int[] {224, 56});

    @TempDir
    Path directory;

    private Path models;
    private Path work;

    @BeforeEach
    void begin() {
        Witness.REQUESTS.clear();
        Witness.EXAMPLES.clear();
        models = directory.resolve("models");
        work = directory.resolve("work");
        PATIENCE.forEach(System::setProperty);
    }

    @AfterEach
    void end() {
        PATIENCE.keySet().forEach(System::clearProperty);
    }

    @Test
    void theShippedModel() throws Exception {
        Path from = Installation.models().resolve("nano-base");
        Path to = Files.createDirectories(models.resolve("nano-base"));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        run("nano-base", client -> {});
        assertThat(work.resolve("model/prompt_style")).hasContent("geo-r1");
    }

    @Test
    void aModelInThePublishedLayoutReadsThePublishedPrompts() throws Exception {
        Path model = PublishedModel.write(models.resolve("qwen-3b"));
        run("qwen-3b", client -> promptsArePublished(new DatasetClient(client), model));
        try (Stream<Path> published = Files.list(model);
                Stream<Path> exported = Files.list(work.resolve("model"))) {
            assertThat(exported.map(Path::getFileName).map(String::valueOf))
                    .contains("model.safetensors")
                    .containsAll(published
                            .map(Path::getFileName)
                            .map(String::valueOf)
                            .filter(name -> !name.contains("safetensors"))
                            .toList());
        }
    }

    /** Row by row: in the file, in the registry, and as token ids that engine and training were given. */
    private void promptsArePublished(DatasetClient datasets, Path model) throws IOException {
        List<PublishedPrompts.Row> asked = PublishedPrompts.rows(work.resolve("pairs/cv_pairing_train.jsonl"));
        List<PublishedPrompts.Row> imitated = PublishedPrompts.rows(work.resolve("cot/dataset/exemplars.jsonl"));
        if (Boolean.getBoolean("earth.write")) {
            List<int[]> sizes = Stream.concat(
                            PANORAMA.stream(),
                            Stream.generate(() -> new int[] {84, 84}).limit(3))
                    .toList();
            Map<PublishedPrompts.Row, List<int[]>> exemplars = new LinkedHashMap<>();
            imitated.forEach(row -> exemplars.put(row, PANORAMA));
            PublishedPrompts.write(Map.of(asked.get(0), sizes), exemplars);
            return;
        }
        Map<PublishedPrompts.Row, List<Integer>> question = PublishedPrompts.golden("asked");
        Map<PublishedPrompts.Row, List<Integer>> exemplars = PublishedPrompts.golden("imitated");
        assertThat(asked).first().isEqualTo(question.keySet().iterator().next());
        assertThat(imitated).isSubsetOf(exemplars.keySet());
        assertThat(stored(datasets, "real-pairs")).containsAll(asked);
        assertThat(stored(datasets, "real-exemplars")).isEqualTo(imitated);
        List<ChatPrompt> pairings = Witness.REQUESTS.stream()
                .map(GenerationRequest::prompt)
                .filter(prompt -> prompt.images().size() > 1)
                .toList();
        assertThat(PublishedPrompts.asked(model, pairings))
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(ids -> assertThat(question.values()).contains(ids));
        assertThat(PublishedPrompts.imitated(model, Witness.EXAMPLES))
                .hasSize(4)
                .allSatisfy(ids -> assertThat(exemplars.values()).contains(ids));
    }

    private static List<PublishedPrompts.Row> stored(DatasetClient datasets, String name) {
        List<PublishedPrompts.Row> rows = new ArrayList<>();
        datasets.samples(name).forEachRemaining(stored -> rows.add(PublishedPrompts.row(stored.path("sample"))));
        return rows;
    }

    private interface Check {
        void of(PlatformClient client) throws IOException;
    }

    /** @param further while the platform is still up */
    private void run(String model, Check further) throws Exception {
        Path extracts = Files.createDirectories(directory.resolve("extracts"));
        Path lisbon = MadeCity.write(extracts, "lisbon", 38.7223, -9.1393);
        Path kyoto = MadeCity.write(extracts, "kyoto", 35.0116, 135.7681);
        try (Teacher teacher = new Teacher();
                LocalPlatform platform =
                        LocalPlatform.start(new Home(directory.resolve("home")), Ports.free(), models, Witness.class)) {
            Path said = directory.resolve("said");
            ProcessBuilder script = new ProcessBuilder(
                            Installation.root().resolve(SCRIPT).toString(), lisbon.toString(), kyoto.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            Map<String, String> environment = script.environment();
            environment.putAll(SIZES);
            environment.put("GEOR1", launcher().toString());
            environment.put("GEOR1_URL", platform.address().toString());
            environment.put("CLASSPATH", System.getProperty("java.class.path"));
            environment.put("TEACHER", teacher.url());
            environment.put("TEACHER_MODEL", "made");
            environment.put("MODEL", model);
            environment.put("WORK", work.toString());
            int code = script.start().waitFor();
            assertThat(code).as(Files.readString(said)).isZero();
            check(Files.readString(said));
            PlatformClient client = new PlatformClient(platform.address(), null);
            located(client);
            further.of(client);
        }
    }

    private void check(String said) throws IOException {
        assertThat(said)
                .contains("format     cv-cities", "cities     kyoto 60, lisbon 60", "8 of 8 exemplars")
                .contains("failed {rate limited=1}", "rejected {false-claim=", "accuracy (strict)");
        assertThat(Files.readString(work.resolve("cot/report/verdicts.jsonl")))
                .contains("repaired", "Lyon, true is lisbon");
        Set<String> places = places(work.resolve("cot/dataset/exemplars.jsonl"));
        assertThat(places)
                .isSubsetOf(places(work.resolve("pairs/cv_pairing_train.jsonl")))
                .doesNotContainAnyElementsOf(places(work.resolve("pairs/cv_pairing_test.jsonl")));
        assertThat(said.lines())
                .as("an answer is read, or said to be none")
                .anyMatch(line -> line.matches(
                        "1\\. .* on the planet earth" + "|No place of the planet earth was read from the answer: .*"));
    }

    private static Set<String> places(Path rows) throws IOException {
        Set<String> places = new HashSet<>();
        for (String line : Files.readAllLines(rows)) {
            JsonNode row = JsonMapper.shared().readTree(line);
            JsonNode place = row.has("place") ? row.path("place") : row;
            places.add(place.path("latitude") + "," + place.path("longitude"));
        }
        return places;
    }

    /** Where no place can be read from what the model writes, none is made up. */
    private void located(PlatformClient client) throws IOException {
        String run = JsonMapper.shared()
                .readTree(work.resolve("grpo.json").toFile())
                .path("id")
                .stringValue();
        Path photo;
        try (Stream<Path> photos = Files.list(work.resolve("cot/dataset/images"))) {
            photo = photos.findFirst().orElseThrow();
        }
        JsonNode located = client.geolocate(Map.of(
                "image_b64", Base64.getEncoder().encodeToString(Files.readAllBytes(photo)), "model", run + "@latest"));
        assertThat(located.path("planet").stringValue()).isEqualTo("earth");
        assertThat(located.path("model").stringValue()).startsWith(run);
        if (located.path("format").stringValue().equals("unparsed")) {
            assertThat(located.path("predictions")).isEmpty();
        } else {
            assertThat(located.path("answer").stringValue()).doesNotContain("<answer>");
        }
    }

    /** Runs the command line on this test's class path: the launcher would build the project first. */
    private Path launcher() throws IOException {
        List<String> words = new ArrayList<>(ChildJvm.command(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dai.djl.offline=true",
                "-Dorg.geor1.root=" + Installation.root(),
                Geor1.class.getName()));
        String command = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Path launcher = directory.resolve("geor1");
        Files.writeString(launcher, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        return launcher;
    }
}
