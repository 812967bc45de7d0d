package org.geor1.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.RunFixture;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.checkpoint.Retention;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.geor1.jobs.step.StepCommit;
import org.geor1.jobs.step.StepStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Promoting, forking and fetching checkpoints over REST, and the possible errors. */
class CheckpointApiTest extends GatewayServerTest {

    private static final String WEIGHTS = "weights of step ";

    @Autowired
    private StepStore steps;

    @Autowired
    private Retention retention;

    @Autowired
    private ArtifactStore artifacts;

    @Autowired
    private RunFixture fixture;

    private OwnedRun owned;
    private String run;

    /** A run of four steps with a checkpoint after each; the two newest keep their weights. */
    @BeforeEach
    void train() {
        post("/api/v1/runs", """
                {"name":"parent","model":"nano-base","seed":7,"method":{"type":"grpo","grpo":{
                 "max_steps":4,"beta":0.04,"save_total_limit":2}}}""");
        owned = fixture.adopt();
        run = owned.run().id();
        for (long step = 1; step <= 4; step++) {
            steps.open(owned.lease(), step, step - 1);
            steps.commit(new StepCommit(
                    owned.lease(),
                    step,
                    write(WEIGHTS + step),
                    write("state of step " + step),
                    Map.of(),
                    Map.of(),
                    List.of()));
        }
        retention.expendable(run, 1, "").forEach(artifacts::delete);
        fixture.finish(owned, RunState.SUCCEEDED, null, null);
    }

    private Artifact write(String weights) {
        return artifacts.write("policy", directory -> {
            try {
                Files.writeString(directory.resolve("config.json"), "{}");
                Files.writeString(directory.resolve("model.safetensors"), weights);
                Path adapter = Files.createDirectory(directory.resolve("adapter"));
                Files.writeString(adapter.resolve("adapter_config.json"), "{\"r\":8}");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aCheckpointIsPromotedOnceByIdOrName() {
        JsonNode promoted = json(post("/api/v1/checkpoints/" + run + "@step-3/promote", ""));
        assertThat(promoted.get("promoted").booleanValue()).isTrue();
        assertThat(json(post("/api/v1/checkpoints/" + promoted.get("id").stringValue() + "/promote", "")))
                .isEqualTo(promoted)
                .isEqualTo(json(get("/api/v1/checkpoints/" + run + "@step-3")));
        assertThat(json(get("/api/v1/runs/" + run + "/events?type=checkpoint")).get("data"))
                .hasSize(5);
        assertThat(json(get("/api/v1/checkpoints/" + run + "@latest"))
                        .get("step")
                        .intValue())
                .isEqualTo(4);
        // Before the newer checkpoint.
        assertThat(json(get("/api/v1/models")).at("/data/1/name").stringValue()).isEqualTo(run + "@step-3");
        assertThat(json(get("/api/v1/models")).at("/data/1/promoted").booleanValue())
                .isTrue();
        assertThat(json(get("/v1/models")).at("/data/1/id").stringValue()).isEqualTo(run + "@step-3");
        assertThat(post("/api/v1/checkpoints/ckpt_none/promote", "").statusCode())
                .isEqualTo(404);
        // A 404 response says where to look, or how checkpoints are named.
        assertThat(json(get("/api/v1/checkpoints/" + run + "@step-9"))
                        .get("detail")
                        .stringValue())
                .contains(run + "@step-9", "/api/v1/runs/" + run + "/checkpoints");
        assertThat(json(get("/api/v1/checkpoints/" + run)).get("detail").stringValue())
                .contains("run_x@latest");
    }

    @Test
    void filesRemovedByRetentionAreReportedAsGone() {
        JsonNode listed = json(get("/api/v1/runs/" + run + "/checkpoints")).get("data");
        assertThat(listed)
                .extracting(row -> row.get("has_weights").booleanValue())
                .containsExactly(true, true, false, false);
        assertThat(listed)
                .extracting(row -> row.get("has_state").booleanValue())
                .containsExactly(true, false, false, false);
        String gone = "/api/v1/checkpoints/" + listed.get(3).get("id").stringValue();
        for (HttpResponse<String> answer : List.of(
                post(gone + "/promote", ""),
                get(gone + "/files"),
                get(gone + "/files/config.json"),
                get("/api/v1/checkpoints/" + run + "@step-1/files"),
                fork("{\"step\":1}"))) {
            assertThat(answer.statusCode()).isEqualTo(410);
            assertThat(json(answer).get("code").stringValue()).isEqualTo("checkpoint_removed");
            assertThat(json(answer).get("detail").stringValue()).contains(run + "@step-1");
        }
        assertThat(get(gone).statusCode()).isEqualTo(200);
        // The weights exist, but the training state does not.
        assertThat(fork("{\"step\":3,\"resume_optimizer\":true}").statusCode()).isEqualTo(410);
        assertThat(fork("{\"step\":3}").statusCode()).isEqualTo(201);
    }

    @Test
    void filesHaveHashesToVerifyThem() {
        String base = "/api/v1/checkpoints/" + run + "@latest/files";
        JsonNode manifest = json(get(base));
        assertThat(manifest.get("sha256").stringValue())
                .isEqualTo(json(get("/api/v1/checkpoints/" + run + "@latest"))
                        .get("policy_artifact")
                        .stringValue());
        assertThat(manifest.get("files"))
                .extracting(file -> file.get("path").stringValue())
                .containsExactlyInAnyOrder("config.json", "model.safetensors", "adapter/adapter_config.json");
        HttpResponse<String> file = get(base + "/model.safetensors");
        assertThat(file.body()).isEqualTo(WEIGHTS + 4);
        assertThat(file.headers().firstValue("X-Content-SHA256")).isPresent();
        assertThat(get(base + "/adapter/adapter_config.json").body()).isEqualTo("{\"r\":8}");
        assertThat(get(base + "/adapter").statusCode()).isEqualTo(404);
        assertThat(get(base + "/none.json").statusCode()).isEqualTo(404);
        assertThat(get(base + "/..%2fmanifest.json").statusCode()).isIn(400, 404);
    }

    @Test
    void aForkStartsFromTheNewestCheckpointWithItsOverrides() {
        HttpResponse<String> created =
                fork("{\"overrides\":{\"name\":\"child\",\"method\":{\"grpo\":{\"max_steps\":9}}}}");
        assertThat(created.statusCode()).isEqualTo(201);
        JsonNode child = json(created);
        assertThat(created.headers().firstValue("Location"))
                .contains("/api/v1/runs/" + child.get("id").stringValue());
        assertThat(child.get("name").stringValue()).isEqualTo("child");
        assertThat(child.get("model").stringValue()).isEqualTo(run + "@step-4");
        assertThat(child.get("parent_checkpoint"))
                .isEqualTo(json(get("/api/v1/checkpoints/" + run + "@latest")).get("id"));
        assertThat(child.at("/config/method/grpo/beta").doubleValue()).isEqualTo(0.04);
        assertThat(child.get("max_steps").intValue()).isEqualTo(9);
        assertThat(child.get("current_step").intValue()).isZero();
        assertThat(fork("").statusCode()).isEqualTo(201);
    }

    @Test
    void aContinuingForkStartsAtItsParentsStep() {
        JsonNode child =
                json(fork("{\"resume_optimizer\":true,\"overrides\":{\"method\":{\"grpo\":{\"max_steps\":9}}}}"));
        assertThat(child.get("start_step").intValue()).isEqualTo(4);
        assertThat(child.get("current_step").intValue()).isEqualTo(4);
        HttpResponse<String> refused = fork("{\"resume_optimizer\":true}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/errors/0/field").stringValue()).isEqualTo("overrides.method.grpo.max_steps");
    }

    @Test
    void aForkIsCreatedOncePerKeyAndRefusedWithAllErrors() {
        String path = "/api/v1/runs/" + run + "/fork";
        HttpResponse<String> first = send(posting(path, "{}").header("Idempotency-Key", "f1"));
        HttpResponse<String> again = send(posting(path, " {}").header("Idempotency-Key", "f1"));
        assertThat(json(again).get("id")).isEqualTo(json(first).get("id"));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(send(posting(path, "{\"step\":3}").header("Idempotency-Key", "f1"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(json(fork("{\"step\":0,\"colour\":1,\"overrides\":{\"model\":\"m\"}}"))
                        .get("errors"))
                .extracting(error -> error.get("field").stringValue())
                .containsExactlyInAnyOrder("step", "colour", "overrides.model");
        assertThat(fork("{\"step\":77}").statusCode()).isEqualTo(404);
        assertThat(fork("{\"overrides\":{\"dataset\":\"atlantis\"}}").statusCode())
                .isEqualTo(404);
        assertThat(post("/api/v1/runs/run_none/fork", "{}").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> fork(String body) {
        return post("/api/v1/runs/" + run + "/fork", body);
    }
}
