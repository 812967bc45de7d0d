package org.geor1.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.RunEvent;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.rollout.GroupState;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.RolloutPayload;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.Truth;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.testsupport.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Groups of a run whose reward is asked for over HTTP: what is stored, and what each failure policy makes of a failure. */
@SpringBootTest(
        classes = RewardApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "geor1.internal-token=secret",
            "management.server.port=0",
            "geor1.reward.allowed-hosts=127.0.0.1",
            "geor1.jobs.backoff=10ms"
        })
@Import(TestDatabase.class)
class OwnRewardTest {

    private static final String RIGHT = "<think>x</think><answer>B</answer>";
    private static final String WRONG = "<think>x</think><answer>C</answer>";

    @TempDir
    static Path home;

    private static HttpServer server;
    private static volatile String answer = "";
    private static volatile String request = "";
    private static final AtomicInteger REQUESTS = new AtomicInteger();

    @Autowired
    RunStore runs;

    @Autowired
    JobStore jobs;

    @Autowired
    RolloutStore rollouts;

    @Autowired
    StepStore steps;

    @Autowired
    EventStore events;

    @DynamicPropertySource
    static void environment(DynamicPropertyRegistry registry) throws IOException {
        Files.writeString(
                Files.createDirectories(home.resolve("models/nano-base")).resolve("config.json"), "{}");
        registry.add("geor1.models-dir", () -> home.resolve("models").toString());
        registry.add("geor1.artifacts-dir", () -> home.resolve("artifacts").toString());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            REQUESTS.incrementAndGet();
            request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 400 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @BeforeEach
    void reset() {
        answer = "";
        REQUESTS.set(0);
    }

    @Test
    void anEndpointScoresAGroupInOneRequest() {
        answer = "{\"version\":1,\"scores\":[0.25,-1]}";
        RolloutGroup group = scored("{\"name\":\"accuracy\"},{\"name\":\"judge\",\"weight\":2,\"url\":\"%s\"}");
        assertThat(group.rollouts())
                .extracting(Rollout::rewards)
                .containsExactly(Map.of("accuracy", 1.0, "judge", 0.25), Map.of("accuracy", 0.0, "judge", -1.0));
        assertThat(group.rollouts()).extracting(Rollout::reward).containsExactly(1.5, -2.0);
        assertThat(REQUESTS).hasValue(1);
        assertThat(request)
                .contains("\"run\":\"" + group.runId() + "\"", "\"prompt\":\"Where? <image>\"", "\"answer\":\"B\"");
        assertThat(alerts(group.runId())).isEmpty();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void whatIsLoggedOfAnEndpointHasTheTraceOfItsJob(CapturedOutput output) {
        RolloutGroup group =
                scored("{\"name\":\"accuracy\"},{\"name\":\"judge\",\"url\":\"%s\",\"on_failure\":\"zero\"}");
        assertThat(output.getOut().lines())
                .filteredOn(line -> line.contains("Run " + group.runId() + ", step 1: the endpoint of judge"))
                .singleElement()
                .satisfies(line -> assertThat(line).containsPattern("[0-9a-f]{32}"));
    }

    @Test
    void zeroScoresAGroupThatTheEndpointDoesNot() {
        RolloutGroup group =
                scored("{\"name\":\"accuracy\"},{\"name\":\"judge\",\"url\":\"%s\",\"on_failure\":\"zero\"}");
        assertThat(group.rollouts())
                .extracting(Rollout::rewards)
                .containsExactly(Map.of("accuracy", 1.0, "judge", 0.0), Map.of("accuracy", 0.0, "judge", 0.0));
        assertThat(alerts(group.runId()))
                .singleElement()
                .satisfies(alert -> assertThat(alert.payloadJson())
                        .contains("reward_judge", "warning", "answered with status 400", "scores 0"));
    }

    @Test
    void dropLeavesTheComponentOutForTheWholeGroup() {
        RolloutGroup group =
                scored("{\"name\":\"accuracy\"},{\"name\":\"judge\",\"url\":\"%s\",\"on_failure\":\"drop\"}");
        assertThat(group.rollouts())
                .extracting(Rollout::rewards)
                .containsExactly(Map.of("accuracy", 1.0), Map.of("accuracy", 0.0));
        assertThat(group.rollouts()).extracting(Rollout::reward).containsExactly(1.0, 0.0);
        assertThat(alerts(group.runId())).hasSize(1);
    }

    @Test
    void aGroupWithoutAnyComponentIsDropped() {
        RolloutGroup group = dropped("{\"name\":\"judge\",\"url\":\"%s\",\"on_failure\":\"drop\"}");
        assertThat(group.error()).contains("no component", "judge");
        // Another attempt might have ended differently.
        assertThat(REQUESTS).hasValue(4);
        RolloutGroup placeless = dropped("{\"name\":\"geo_distance\"}");
        assertThat(placeless.error()).contains("geo_distance: lat");
    }

    @Test
    void failTriesTheJobAgainAndDropsTheGroupAtLast() {
        RolloutGroup group = dropped("{\"name\":\"accuracy\"},{\"name\":\"judge\",\"url\":\"%s\"}");
        assertThat(group.error()).contains("the endpoint of judge answered with status 400");
        assertThat(REQUESTS).hasValue(4);
    }

    @Test
    void whateverThePolicyAHostThatIsNotAllowedIsNoPassingFailure() {
        RolloutGroup group = dropped(
                "{\"name\":\"accuracy\"},{\"name\":\"judge\",\"url\":\"http://localhost:1/\",\"on_failure\":\"zero\"}");
        assertThat(group.error()).contains("localhost", "geor1.reward.allowed-hosts");
    }

    @Test
    void anEpisodeOfFailuresIsToldWhenItBeginsAndWhenItEnds() {
        answer = "{\"version\":1,\"scores\":[0,0]}";
        RolloutGroup first = scored("{\"name\":\"judge\",\"url\":\"%s\",\"on_failure\":\"zero\"}");
        var judge = runs.find(first.runId())
                .orElseThrow()
                .spec()
                .reward()
                .components()
                .get(0);
        var failed = new Scorer.Scored(List.of(), List.of(new Scorer.Failure(judge, "it broke")), List.of());
        var good = new Scorer.Scored(List.of(), List.of(), List.of(judge));
        EndpointAlarms alarms = new EndpointAlarms(events);

        alarms.after(first, good);
        alarms.after(first, failed);
        alarms.after(first, failed);
        alarms.after(first, good);
        assertThat(alerts(first.runId())).hasSize(1);
        alarms.after(later(first, 2), good);
        alarms.after(later(first, 3), good);
        assertThat(alerts(first.runId())).hasSize(2);
        assertThat(alerts(first.runId()).get(0).payloadJson()).contains("\"over\"");
    }

    private static RolloutGroup later(RolloutGroup group, long step) {
        return new RolloutGroup(
                group.id(), group.runId(), step, 0, 0, GroupState.SCORED, List.of(), group.truth(), null, List.of());
    }

    private List<RunEvent> alerts(String runId) {
        return events.list(runId, EventType.ALERT, 10, null).data();
    }

    private RolloutGroup scored(String components) {
        return settled(components, GroupState.SCORED);
    }

    private RolloutGroup dropped(String components) {
        return settled(components, GroupState.DROPPED);
    }

    /** A group of two completions, once the worker is done with it. */
    private RolloutGroup settled(String components, GroupState state) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/score";
        runs.create(RunSpecReader.read(JsonMapper.shared().readTree("""
                {"model":"nano-base","method":{"type":"grpo"},"reward":{"components":[%s]}}""".formatted(components.formatted(url)))));
        RunStore.OwnedRun owned = runs.adopt("trainer", Duration.ofMinutes(5)).orElseThrow();
        String id = owned.run().id();
        String sha = "a".repeat(64);
        steps.publishInitial(owned.lease(), new Artifact(sha, "policy", List.of(new Artifact.FileEntry("x", 1, sha))));
        steps.open(
                owned.lease(),
                1,
                0,
                List.of(new RolloutStore.NewGroup(
                        0,
                        List.of(new PromptPart.Text("Where? "), new PromptPart.Image("blank:1x1", null, null)),
                        new Truth("B", 1, null, null, null, null),
                        List.of(new RolloutPayload(0, 2, 1, 9, 1, 0, sha)))));
        Job job = jobs.claim(Set.of(JobKind.ROLLOUT), "test", 1, Duration.ofMinutes(5))
                .get(0);
        rollouts.completeRollouts(List.of(new RolloutStore.GeneratedPart(
                job,
                0,
                0,
                List.of(
                        new RolloutStore.NewRollout(RIGHT, new int[] {1}, new float[] {-1}, "stop"),
                        new RolloutStore.NewRollout(WRONG, new int[] {1}, new float[] {-1}, "stop")))));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> rollouts.groups(id, 1).get(0).state() == state);
        return rollouts.groups(id, 1).get(0);
    }
}
