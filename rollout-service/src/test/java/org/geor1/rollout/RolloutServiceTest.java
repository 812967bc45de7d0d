package org.geor1.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.geor1.geo.picture.BlankPictures;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.image.Images;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobState;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutPayload;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.Truth;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.step.StepStore;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.render.View;
import org.geor1.miniearth.source.MiniEarthPictures;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.testsupport.TestDatabase;
import org.geor1.vlm.checkpoint.PromptStyleFile;
import org.geor1.web.InternalTokenFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service with an echo engine: jobs of a policy run in one batch with the weights they name, which are fetched from
 * the trainer by hash and verified; inference shares the engine and refuses bad requests.
 */
@SpringBootTest(
        classes = RolloutApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "geor1.internal-token=secret",
            "management.server.port=0",
            "geor1.jobs.max-attempts=1",
            "geor1.rollout.batch=50"
        })
@Import({TestDatabase.class, RolloutServiceTest.Engine.class})
class RolloutServiceTest {

    private static final Path CASES = Path.of("../libs/image/src/test/resources/cases");

    private static final String PANORAMA =
            MiniEarthPictures.name(MiniEarth.standard(), MiniEarth.standard().place(1), View.PANORAMA);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    static Path home;

    static ArtifactStore trainersArtifacts;
    static ArtifactServer trainer;

    @Autowired
    RunStore runs;

    @Autowired
    JobStore jobs;

    @Autowired
    RolloutStore rollouts;

    @Autowired
    StepStore steps;

    @Autowired
    ArtifactStore artifacts;

    @Autowired
    EchoEngine engine;

    @Autowired
    RolloutJobs handler;

    @Autowired
    JdbcClient sql;

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void environment(DynamicPropertyRegistry registry) throws IOException {
        trainersArtifacts = new ArtifactStore(home.resolve("trainer"));
        trainer = new ArtifactServer(trainersArtifacts);
        Files.writeString(
                Files.createDirectories(home.resolve("models/nano-base")).resolve("config.json"), "base");
        Files.writeString(
                Files.createDirectories(home.resolve("models/broken")).resolve("config.json"), EchoEngine.BROKEN);
        registry.add("geor1.models-dir", () -> home.resolve("models").toString());
        registry.add("geor1.artifacts-dir", () -> home.resolve("artifacts").toString());
        registry.add("geor1.trainer.url", () -> trainer.url());
    }

    @AfterAll
    static void stopTrainer() {
        trainer.close();
    }

    @BeforeEach
    void emptyTables() {
        trainer.damaged = false;
        trainer.broken = false;
        engine.batches.clear();
        engine.swaps.clear();
        sql.sql("TRUNCATE run, artifact CASCADE").update();
    }

    @Test
    void aStepsGroupsAreDrawnInOneBatchFromTheirPolicy() throws InterruptedException {
        Artifact policy = policy("v3");
        String run = open(policy, 20, "mini-earth");
        await().atMost(PATIENCE).until(() -> jobs.depth().get(JobKind.REWARD) == 20);

        assertThat(engine.batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
        assertThat(engine.swaps).containsExactly(3L);
        assertThat(artifacts.find(policy.sha256())).contains(policy);
        List<Rollout> drawn = rollouts.groups(run, 1).get(7).rollouts();
        assertThat(drawn).extracting(Rollout::completion).containsOnly("v3 seed 107 images 2");
        assertThat(drawn).extracting(Rollout::finishReason).containsExactly("stop", "length", "length");
        assertThat(drawn.get(2).tokenIds()).containsExactly(2, 1, 2);
        assertThat(drawn.get(2).logProbs()).containsExactly(-1f, -2f, -3f);
        assertThat(drawn.get(2).policyVersion()).isEqualTo(3);
        assertThat(jobs.history(run, JobState.DONE, 20, null).data())
                .hasSize(20)
                .allSatisfy(job -> assertThat(job.worker()).matches("rollout@.+-[0-9a-f]{6}"));
    }

    @Test
    void aLongGroupDoesNotDelayTheRewardOfOthers() {
        engine.heldSeed = 100;
        String run = open(policy("v6"), 3, "mini-earth");
        await().atMost(PATIENCE).until(() -> jobs.depth().get(JobKind.REWARD) == 2);
        assertThat(rollouts.progress(run, 1).pending()).isEqualTo(3);

        String later = open(policy("v6"), 2, "mini-earth");
        engine.release();
        await().atMost(PATIENCE).until(() -> jobs.depth().get(JobKind.REWARD) == 5);
        assertThat(jobs.history(later, JobState.DONE, 20, null).data()).hasSize(2);
    }

    @Test
    void damagedWeightsAreNeverLoaded() throws InterruptedException {
        trainer.damaged = true;
        Artifact policy = policy("v4");
        String run = open(policy, 1, "mini-earth");
        await().atMost(PATIENCE).until(() -> rollouts.progress(run, 1).dropped() == 1);
        assertThat(engine.swaps).isEmpty();
        assertThat(artifacts.find(policy.sha256())).isEmpty();
        assertThat(rollouts.progress(run, 1).error()).contains("damaged");
    }

    @Test
    void aJobWhoseStepWasTakenBackIsLostQuietly() {
        Job job = new Job(
                1,
                JobKind.ROLLOUT,
                "run_x",
                1,
                "gr_gone",
                0,
                JobState.LEASED,
                JsonMapper.shared().createObjectNode(),
                1,
                4,
                null,
                "test",
                null,
                Instant.EPOCH,
                null,
                null);
        assertThat(handler.start(List.of(job)))
                .singleElement()
                .satisfies(result -> assertThat(result).isCompleted());
    }

    @Test
    void aBadPromptFailsAloneAndIsNotRetried() throws InterruptedException {
        String run = open(policy("v5"), 3, "atlantis");
        await().atMost(PATIENCE).until(() -> rollouts.progress(run, 1).dropped() == 1);
        await().atMost(PATIENCE)
                .until(() ->
                        rollouts.progress(run, 1).pending() == 2 && jobs.depth().get(JobKind.REWARD) == 2);
        assertThat(jobs.history(run, JobState.DEAD, 1, null).data().get(0).error())
                .contains("atlantis");
    }

    @Test
    void storedImagesAreShownToTheModel() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(57, 33, BufferedImage.TYPE_INT_RGB), "png", bytes);
        String hash = Images.hash(bytes.toByteArray());
        trainer.pictures.put(hash, bytes.toByteArray());
        engine.seen.clear();
        openShowing(policy("v7"), 1, "sha256:" + hash);
        await().atMost(PATIENCE).until(() -> jobs.depth().get(JobKind.REWARD) == 1);
        assertThat(engine.seen.get(0).getWidth()).isEqualTo(57);
    }

    @Test
    void aMissingImageIsAPermanentFailureAndATrainerInTroubleIsNot() {
        String missing = "sha256:" + "d".repeat(64);
        String run = openShowing(policy("v8"), 1, missing);
        await().atMost(PATIENCE).until(() -> rollouts.progress(run, 1).dropped() == 1);
        assertThat(rollouts.progress(run, 1).error()).contains("PermanentJobFailure", "there is no image " + missing);

        trainer.broken = true;
        String other = openShowing(policy("v8"), 1, missing);
        await().atMost(PATIENCE).until(() -> rollouts.progress(other, 1).dropped() == 1);
        // Retried where a job has more than one attempt.
        assertThat(rollouts.progress(other, 1).error())
                .contains("UncheckedIOException", missing)
                .doesNotContain("PermanentJobFailure");
    }

    @Test
    void weightsThatCannotBeLoadedAreNotRetried() throws InterruptedException {
        String run = open(policy(EchoEngine.BROKEN), 1, "mini-earth");
        await().atMost(PATIENCE).until(() -> rollouts.progress(run, 1).dropped() == 1);
        assertThat(rollouts.progress(run, 1).error())
                .contains("PermanentJobFailure: the policy cannot be loaded: config.json: these are no weights");
    }

    @Test
    void inferenceSaysWhyAModelCannotBeLoaded() {
        String prompt = "{\"prompt\":[{\"type\":\"text\",\"text\":\"?\"}],\"model\":\"";
        Answer answer = exchange("secret", prompt + "broken\"}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("code").stringValue()).isEqualTo("unusable_model");
        assertThat(answer.body().path("detail").stringValue())
                .isEqualTo("The model cannot be loaded: config.json: these are no weights");
        assertThat(status("secret", prompt + "nano-base\"}")).isEqualTo(200);
    }

    @Test
    void inferenceUsesTheRequestedModel() throws IOException {
        JsonNode answer = generate("secret", "{\"prompt\":[{\"type\":\"text\",\"text\":\"?\"}," + png() + "]}");
        assertThat(answer.at("/model").stringValue()).isEqualTo("nano-base");
        assertThat(answer.at("/completions/0/text").stringValue()).isEqualTo("base seed 0 images 1");
        assertThat(answer.at("/completions/0/mean_log_prob").doubleValue()).isEqualTo(-2);
    }

    @Test
    void inferenceRefusesInvalidRequests() {
        String text = "{\"type\":\"text\",\"text\":\"?\"}";
        String notAnImage =
                Base64.getEncoder().encodeToString("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(status("wrong", "{\"prompt\":[" + text + "]}")).isEqualTo(401);
        assertThat(status("secret", "{\"prompt\":[]}")).isEqualTo(400);
        assertThat(exchange("secret", MediaType.APPLICATION_YAML, "prompt: [{type: text, text: '?'}]")
                        .status())
                .isEqualTo(415);
        assertThat(status("secret", "{\"prompt\":[" + text + "],\"n\":100}")).isEqualTo(400);
        assertThat(status("secret", "{\"prompt\":[" + text + "],\"model\":\"../x\"}"))
                .isEqualTo(404);
        assertThat(status("secret", "{\"prompt\":[{\"type\":\"inline_image\",\"data\":\"" + notAnImage + "\"}]}"))
                .isEqualTo(422);
        assertThat(status("secret", "{\"prompt\":[{\"type\":\"inline_image\",\"data\":\"%%\"}]}"))
                .isEqualTo(422);
        assertThat(status("secret", "{\"prompt\":[{\"type\":\"image\",\"ref\":\"file:/etc/passwd\"}]}"))
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cmyk.jpg",
                "la_opaque.png",
                "rgba_half.png",
                "pal_trns.png",
                "orient_long_be.jpg",
                "mpo.jpg",
                "x.tif"
            })
    void inferenceReceivesTheDecodersPicture(String file) throws IOException {
        engine.seen.clear();
        exchange("secret", "{\"prompt\":[" + inline(Files.readAllBytes(CASES.resolve(file))) + "]}");
        BufferedImage expected =
                ImageIO.read(CASES.resolve(file + ".expected.png").toFile());
        assertThat(pixels(engine.seen.get(0))).isEqualTo(pixels(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "truncated_half.jpg | is a JPEG file that is cut off",
                "x.heic | is HEIC, which is not supported",
                "html.jpg | is an HTML page, which is not supported",
                "one_px_high.png | is 500 × 1 pixels; each edge must have at least 4"
            })
    void aRefusalNamesThePictureAndTheProblem(String file, String problem) throws IOException {
        Answer answer = exchange(
                "secret",
                "{\"prompt\":[{\"type\":\"text\",\"text\":\"?\"}," + inline(Files.readAllBytes(CASES.resolve(file)))
                        + "]}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("detail").stringValue()).isEqualTo("prompt[1].data " + problem + ".");
    }

    @Test
    void aModelsStyleIsWhatItsDirectorySaysOrThatOfPublishedModels() throws IOException {
        PromptStyleFile.write(Files.createDirectories(home.resolve("models/styled")), "nano");
        PromptStyleFile.write(Files.createDirectories(home.resolve("models/misspelt")), "nanno");
        assertThat(style("styled").body().toString())
                .isEqualTo("{\"model\":\"styled\",\"prompt_style\":\"nano\",\"max_tokens\":2048}");
        assertThat(style("nano-base").body().get("prompt_style").stringValue()).isEqualTo("geo-r1");
        assertThat(style("misspelt").status()).isEqualTo(422);
        assertThat(style("misspelt").body().get("detail").stringValue())
                .isEqualTo("The model cannot be asked: there is no prompt style 'nanno'; known are geo-r1, nano");
        assertThat(style("no-such-model").status()).isEqualTo(404);
    }

    private Answer style(String model) {
        return RestClient.create("http://localhost:" + port)
                .get()
                .uri("/internal/v1/style?model={model}", model)
                .header(InternalTokenFilter.HEADER, "secret")
                .exchange((request, response) -> new Answer(
                        response.getStatusCode().value(), JsonMapper.shared().readTree(response.getBody())));
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static Artifact policy(String content) {
        return trainersArtifacts.write("policy", directory -> {
            try {
                Files.writeString(directory.resolve("config.json"), content);
                Files.writeString(
                        Files.createDirectory(directory.resolve("adapter")).resolve("adapter_config.json"), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** @param planet the planet of the first group's panorama */
    private String open(Artifact policy, int groups, String planet) {
        return openShowing(policy, groups, PANORAMA.replace("mini-earth", planet));
    }

    /** @param shown the first group's panorama */
    private String openShowing(Artifact policy, int groups, String shown) {
        runs.create(RunSpecReader.read(
                JsonMapper.shared().readTree("{\"model\":\"nano-base\",\"method\":{\"type\":\"grpo\"}}")));
        RunStore.OwnedRun owned = runs.adopt("trainer", Duration.ofMinutes(5)).orElseThrow();
        steps.publishInitial(owned.lease(), policy);
        steps.open(
                owned.lease(),
                1,
                3,
                IntStream.range(0, groups)
                        .mapToObj(i -> new RolloutStore.NewGroup(
                                i,
                                List.of(
                                        new PromptPart.Image(i == 0 ? shown : PANORAMA, "panorama", null),
                                        new PromptPart.Text("?"),
                                        new PromptPart.Image(BlankPictures.name(84, 84), "tile", "A")),
                                new Truth("A", 1, null, null, null, null),
                                List.of(new RolloutPayload(0, 3, 1, 9, 100 + i, 3, policy.sha256()))))
                        .toList());
        return owned.run().id();
    }

    private static String png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(56, 56, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return inline(bytes.toByteArray());
    }

    private static String inline(byte[] picture) {
        return "{\"type\":\"inline_image\",\"data\":\"" + Base64.getEncoder().encodeToString(picture) + "\"}";
    }

    private JsonNode generate(String token, String body) {
        return exchange(token, body).body();
    }

    private int status(String token, String body) {
        return exchange(token, body).status();
    }

    private record Answer(int status, JsonNode body) {}

    private Answer exchange(String token, String body) {
        return exchange(token, MediaType.APPLICATION_JSON, body);
    }

    private Answer exchange(String token, MediaType type, String body) {
        return RestClient.create("http://localhost:" + port)
                .post()
                .uri("/internal/v1/generate")
                .header(InternalTokenFilter.HEADER, token)
                .contentType(type)
                .body(body)
                .exchange((request, response) -> new Answer(
                        response.getStatusCode().value(), JsonMapper.shared().readTree(response.getBody())));
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Engine {
        @Bean
        @Primary
        EchoEngine engine() {
            return new EchoEngine();
        }
    }
}
