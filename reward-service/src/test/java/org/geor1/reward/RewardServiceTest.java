package org.geor1.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geor1.jobs.artifact.Artifact;
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
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.testsupport.TestDatabase;
import org.geor1.web.InternalTokenFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as shipped: it scores generated groups, and serves callers with the token over REST. */
@SpringBootTest(
        classes = RewardApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"geor1.internal-token=secret", "management.server.port=0"})
@Import(TestDatabase.class)
class RewardServiceTest {

    @TempDir
    static Path home;

    @Autowired
    RunStore runs;

    @Autowired
    JobStore jobs;

    @Autowired
    RolloutStore rollouts;

    @Autowired
    StepStore steps;

    @Autowired
    RewardJobs handler;

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void environment(DynamicPropertyRegistry registry) throws IOException {
        Files.writeString(
                Files.createDirectories(home.resolve("models/nano-base")).resolve("config.json"), "{}");
        registry.add("geor1.models-dir", () -> home.resolve("models").toString());
        registry.add("geor1.artifacts-dir", () -> home.resolve("artifacts").toString());
    }

    @Test
    void aGeneratedGroupIsScoredByItsRunsReward() {
        runs.create(RunSpecReader.read(JsonMapper.shared().readTree("""
                                        {"model":"nano-base","method":{"type":"grpo"},"reward":{"components":[
                                          {"name":"accuracy","weight":2},{"name":"format","weight":0.5}]}}""")));
        RunStore.OwnedRun owned = runs.adopt("trainer", Duration.ofMinutes(5)).orElseThrow();
        String sha = "a".repeat(64);
        steps.publishInitial(owned.lease(), new Artifact(sha, "policy", List.of(new Artifact.FileEntry("x", 1, sha))));
        steps.open(
                owned.lease(),
                1,
                0,
                List.of(new RolloutStore.NewGroup(
                        0,
                        List.of(new PromptPart.Text("?")),
                        new Truth("B", 1, null, null, null, null),
                        List.of(new RolloutPayload(0, 3, 1, 9, 1, 0, sha)))));
        Job job = jobs.claim(Set.of(JobKind.ROLLOUT), "test", 1, Duration.ofMinutes(5))
                .get(0);
        rollouts.completeRollouts(List.of(new RolloutStore.GeneratedPart(
                job,
                0,
                0,
                List.of(
                        made("<think>x</think><answer>B</answer>", "stop"),
                        made("<think>x</think><answer>B</answer>", "stop"),
                        made("a a a a a a a a", "length")))));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> rollouts.progress(owned.run().id(), 1).scored() == 1);
        List<Rollout> scored = rollouts.groups(owned.run().id(), 1).get(0).rollouts();
        assertThat(scored.get(0).rewards()).isEqualTo(Map.of("accuracy", 1.0, "format", 1.0));
        assertThat(scored.get(0).reward()).isEqualTo(2.5);
        assertThat(scored.get(0).answer()).isEqualTo("B");
        assertThat(scored.get(1).flags()).containsExactly("duplicate");
        assertThat(scored.get(2).reward()).isZero();
        assertThat(scored.get(2).flags()).containsExactly("truncated", "malformed", "repetitive");
        assertThat(jobs.history(owned.run().id(), JobState.DONE, 10, null).data())
                .filteredOn(done -> done.kind() == JobKind.REWARD)
                .singleElement()
                .satisfies(done -> assertThat(done.worker()).matches("reward@.+-[0-9a-f]{6}"));
    }

    @Test
    void aGroupThatWasTakenBackIsPassedOver() {
        runs.create(RunSpecReader.read(
                JsonMapper.shared().readTree("{\"model\":\"nano-base\",\"method\":{\"type\":\"grpo\"}}")));
        RunStore.OwnedRun owned = runs.adopt("trainer", Duration.ofMinutes(5)).orElseThrow();
        String sha = "b".repeat(64);
        steps.open(
                owned.lease(),
                1,
                1,
                List.of(new RolloutStore.NewGroup(
                        0,
                        List.of(new PromptPart.Text("?")),
                        new Truth("B", 1, null, null, null, null),
                        List.of(new RolloutPayload(0, 3, 1, 9, 1, 1, sha)))));
        List<Job> claimed = jobs.claim(Set.of(JobKind.ROLLOUT), "test", 1, Duration.ofMinutes(5));
        assertThat(claimed).hasSize(1);
        steps.takeBack(owned.lease());
        assertThat(handler.start(claimed))
                .singleElement()
                .satisfies(done -> assertThat(done).isCompleted());
        assertThat(rollouts.progress(owned.run().id(), 1).total()).isZero();
    }

    @Test
    void completionsFromAnySourceAreScored() {
        JsonNode answer = post("secret", """
                {"completions":[{"completion":"<think>x</think><answer>C</answer>","truth":"C"},
                                {"completion":"C","truth":"C"}]}""");
        assertThat(answer.at("/scores/0/reward").doubleValue()).isEqualTo(1.5);
        assertThat(answer.at("/scores/1/reward").doubleValue()).isZero();
    }

    @Test
    void accuracyReadsAnswersByTheMethodOfItsReward() {
        JsonNode answer = post("secret", """
                {"reward":{"components":[{"name":"accuracy","method":"mcq","weight":2}],"length_limit":1024},
                 "completions":[{"completion":"<answer>Option c</answer>","truth":"C"},
                                {"completion":"C","truth":"C"}]}""");
        assertThat(answer.at("/scores/0/reward").doubleValue()).isEqualTo(2);
        assertThat(answer.at("/scores/1/reward").doubleValue()).isEqualTo(2);
        JsonNode length = post("secret", """
                {"reward":{"components":[{"name":"length","weight":1},{"name":"accuracy","method":"mcq","weight":0}],
                           "length_limit":1024},
                 "completions":[{"completion":"C","truth":"C"},{"completion":"B","truth":"C"}]}""");
        assertThat(length.at("/scores/0/reward").doubleValue()).isGreaterThan(0.5);
        assertThat(length.at("/scores/1/reward").doubleValue()).isLessThan(0.5);
        JsonNode refused = post("secret", """
                {"reward":{"components":[{"name":"format","method":"mcq","weight":1}],"length_limit":1024},
                 "completions":[{"completion":"x","truth":"C"}]}""");
        assertThat(refused.at("/errors/0/field").stringValue()).isEqualTo("reward.components[0].method");
    }

    @Test
    void badRequestsNameTheirErrorsAndUnknownCallersAreRefused() {
        JsonNode answer = post("secret", "{\"completions\":[{\"completion\":\"x\",\"truth\":\"Z\"},{}]}");
        assertThat(answer.at("/status").intValue()).isEqualTo(400);
        assertThat(answer.at("/errors")
                        .valueStream()
                        .map(error -> error.get("field").stringValue()))
                .containsExactlyInAnyOrder("completions[0].truth", "completions[1].completion", "completions[1].truth");
        JsonNode unknown = post("secret", """
                {"completions":[{"completion":"x","truth":"C","answer":"C"}],"rewards":{}}""");
        assertThat(unknown.at("/errors/0/field").stringValue()).isEqualTo("completions[0].answer");
        assertThat(unknown.at("/errors/1/field").stringValue()).isEqualTo("rewards");
        assertThat(post("secret", "{}").at("/errors/0/field").stringValue()).isEqualTo("completions");
        assertThat(post("wrong", "{}").at("/status").intValue()).isEqualTo(401);
    }

    @Test
    void aRewardIsTriedOnSamplesWithoutARun() {
        JsonNode answer = post("secret", "validate", """
                {"reward":{"components":[{"name":"accuracy","method":"tolerant","weight":2},{"name":"geo_distance"},
                   {"name":"country"},{"name":"exact","weight":0}]},
                 "samples":[{"completion":"<answer>(b)</answer>","truth":"B","lat":38.7,"lon":-9.14},
                            {"completion":"<answer>38.7, -9.14</answer>","truth":"Lisbon","lat":38.7,"lon":-9.14}]}""");
        assertThat(answer.at("/samples/0/answer").stringValue()).isEqualTo("(b)");
        assertThat(answer.at("/samples/0/components/0"))
                .isEqualTo(JsonMapper.shared().readTree("""
                {"name":"accuracy","weight":2.0,"method":"tolerant","parsed":"B","score":1.0,"error":null}"""));
        assertThat(answer.at("/samples/0/components/1/parsed").isNull()).isTrue();
        assertThat(answer.at("/samples/0/components/1/score").doubleValue()).isZero();
        assertThat(answer.at("/samples/0/components/2/parsed").isNull()).isTrue();
        assertThat(answer.at("/samples/0/reward").doubleValue()).isEqualTo(2);
        assertThat(answer.at("/samples/1/components/0/score").isNull()).isTrue();
        assertThat(answer.at("/samples/1/components/0/error").stringValue()).contains("must be a letter from A to J");
        assertThat(answer.at("/samples/1/components/1/parsed").stringValue()).isEqualTo("38.7, -9.14");
        assertThat(answer.at("/samples/1/components/1/method").stringValue()).isEqualTo("strict");
        assertThat(answer.at("/samples/1/reward").doubleValue()).isEqualTo(1);
    }

    @Test
    void aTrialNamesEveryFaultOfItsRequest() {
        JsonNode refused = post("secret", "validate", """
                {"reward":{"components":[{"name":"mcq"},{"name":"judge","url":"ftp://x/"},{"name":"format","url":"http://x"},
                   {"name":"country","method":"mcq"},{"name":"length","retries":1},{"name":"exact","wight":2}]},
                 "samples":[{"completion":"x","lat":91,"lon":"e"}],"sample":[]}""");
        assertThat(refused.at("/status").intValue()).isEqualTo(400);
        assertThat(refused.at("/errors")
                        .valueStream()
                        .map(error -> error.get("field").stringValue()))
                .containsExactlyInAnyOrder(
                        "reward.components[0].name",
                        "reward.components[1].url",
                        "reward.components[2].name",
                        "reward.components[3].method",
                        "reward.components[4].retries",
                        "reward.components[5].wight",
                        "samples[0].lat",
                        "samples[0].lon",
                        "sample");
        assertThat(refused.at("/errors")
                        .valueStream()
                        .map(error -> error.get("message").stringValue()))
                .anyMatch(message -> message.contains("mcq is the method mcq of accuracy"));
        assertThat(post("secret", "validate", "{}")
                        .at("/errors")
                        .valueStream()
                        .map(error -> error.get("field").stringValue()))
                .containsExactlyInAnyOrder("reward", "samples");
    }

    @Test
    void anEndpointElsewhereIsRefusedUnlessItIsAllowed() {
        String reward =
                "{\"components\":[{\"name\":\"judge\",\"weight\":1,\"url\":\"http://127.0.0.1:1/\"}],\"length_limit\":9}";
        JsonNode tried = post("secret", "validate", "{\"reward\":" + reward + ",\"samples\":[{\"completion\":\"x\"}]}");
        assertThat(tried.at("/samples/0/components/0/error").stringValue())
                .contains("127.0.0.1", "geor1.reward.allowed-hosts");
        assertThat(tried.at("/samples/0/reward").isNull()).isTrue();
        JsonNode run = post("secret", "{\"reward\":" + reward + ",\"completions\":[{\"completion\":\"x\"}]}");
        assertThat(run.at("/errors/0/field").stringValue()).isEqualTo("reward.components[0].url");
        JsonNode check = post("secret", "check", reward);
        assertThat(check.at("/errors/0/field").stringValue()).isEqualTo("reward.components[0].url");
        assertThat(check.at("/errors/0/message").stringValue()).contains("geor1.reward.allowed-hosts");
    }

    @Test
    void placesAreScoredByTheirOwnRewards() {
        JsonNode answer = post("secret", """
                {"reward":{"components":[{"name":"city"},{"name":"country","weight":0.5},{"name":"exact"}]},
                 "completions":[{"completion":"<answer>Lisboa, Portugal</answer>","truth":"Lisbon","city":"Lisbon",
                   "country":"PT"}]}""");
        assertThat(answer.at("/scores/0/rewards")).isEqualTo(JsonMapper.shared().readTree("""
                {"city":1.0,"country":1.0,"exact":0.0}"""));
        JsonNode refused = post("secret", """
                {"reward":{"components":[{"name":"geo_distance"},{"name":"city"},{"name":"exact"}]},
                 "completions":[{"completion":"x"}]}""");
        assertThat(refused.at("/errors")
                        .valueStream()
                        .map(error -> error.get("field").stringValue()))
                .containsExactlyInAnyOrder("completions[0].lat", "completions[0].city", "completions[0].truth");
    }

    private static RolloutStore.NewRollout made(String completion, String finish) {
        return new RolloutStore.NewRollout(completion, new int[] {1}, new float[] {-1}, finish);
    }

    private JsonNode post(String token, String body) {
        return post(token, "run", body);
    }

    private JsonNode post(String token, String action, String body) {
        return RestClient.create("http://localhost:" + port)
                .post()
                .uri("/internal/v1/rewards/" + action)
                .header(InternalTokenFilter.HEADER, token)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange((request, response) -> JsonMapper.shared().readTree(response.getBody()));
    }
}
