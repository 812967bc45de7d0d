package org.geor1.gateway.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.geor1.gateway.GatewayServerTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Submitting, listing and controlling runs over REST, and the possible errors. */
class RunApiTest extends GatewayServerTest {

    @Test
    void createdRunIsStoredWithEveryDefaultAndReadable() {
        HttpResponse<String> created = post("/api/v1/runs", GRPO);
        assertThat(created.statusCode()).isEqualTo(201);
        JsonNode run = json(created);
        assertThat(run.get("state").stringValue()).isEqualTo("queued");
        assertThat(run.at("/config/method/grpo/group_size").intValue()).isEqualTo(8);
        String location = created.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo("/api/v1/runs/" + run.get("id").stringValue());
        assertThat(json(get(location)).get("id")).isEqualTo(run.get("id"));
    }

    @Test
    void aQueuedRunSaysWhatItWaitsFor() {
        String first = json(post("/api/v1/runs", GRPO)).get("id").stringValue();
        JsonNode second = json(post("/api/v1/runs", GRPO));
        assertThat(second.at("/waiting/position").intValue()).isEqualTo(2);
        assertThat(second.at("/waiting/behind").stringValue()).isEqualTo(first);
        assertThat(second.at("/waiting/message").stringValue()).contains("Number 2", first);
        JsonNode listed = json(get("/api/v1/runs")).get("data");
        assertThat(listed.get(0).get("waiting")).isEqualTo(second.get("waiting"));
        assertThat(json(post("/api/v1/runs/" + first + "/pause", ""))
                        .get("waiting")
                        .isNull())
                .isTrue();
    }

    @Test
    void aRunPausedByTheTrainerSaysWhyAndOnePausedByAUserDoesNot() {
        String paused = json(post("/api/v1/runs", GRPO)).get("id").stringValue();
        post("/api/v1/runs/" + paused + "/pause", "");
        String suspended = json(post("/api/v1/runs", GRPO)).get("id").stringValue();
        runs.suspendWaiting("No space left on device");
        JsonNode run = json(get("/api/v1/runs/" + suspended));
        assertThat(run.get("state").stringValue()).isEqualTo("paused");
        assertThat(run.at("/waiting/reason").stringValue()).isEqualTo("No space left on device");
        assertThat(run.at("/waiting/message").stringValue())
                .isEqualTo("No space left on device. Runs are paused and go on by themselves once there is space.");
        assertThat(run.at("/waiting/position").isNull()).isTrue();
        assertThat(json(get("/api/v1/runs/" + paused)).get("waiting").isNull()).isTrue();
        JsonNode queued = json(post("/api/v1/runs", GRPO));
        assertThat(queued.at("/waiting/reason").stringValue()).isEqualTo("No space left on device");
    }

    @Test
    void everyBadFieldIsNamedWithARemedy() {
        HttpResponse<String> refused = post("/api/v1/runs", """
                {"model":"nano-base","colour":"red","seed":-1,
                 "method":{"type":"grpo","grpo":{"group_size":1,"beta":"x","nonsense":1}}}""");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        JsonNode problem = json(refused);
        assertThat(problem.get("code").stringValue()).isEqualTo("invalid_request");
        assertThat(problem.get("trace_id").stringValue()).hasSize(32);
        List<String> fields = new ArrayList<>();
        for (JsonNode error : problem.get("errors")) {
            fields.add(error.get("field").stringValue());
            assertThat(error.get("remedy").stringValue()).isNotBlank();
        }
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "colour", "seed", "method.grpo.group_size", "method.grpo.beta", "method.grpo.nonsense");
        assertThat(runs.latest()).isEmpty();
    }

    @Test
    void unknownModelAndDatasetAreNotFound() {
        HttpResponse<String> model = post("/api/v1/runs", GRPO.replace("nano-base", "no-such-model"));
        assertThat(model.statusCode()).isEqualTo(404);
        assertThat(json(model).get("code").stringValue()).isEqualTo("unknown_model");
        HttpResponse<String> dataset = post("/api/v1/runs", GRPO.replace("mini-earth", "atlantis"));
        assertThat(dataset.statusCode()).isEqualTo(404);
        assertThat(json(dataset).get("code").stringValue()).isEqualTo("unknown_dataset");
    }

    @Test
    void aBodyThatIsNotJsonIsABadRequest() {
        for (String body : List.of("", "{", "[]", "null", "\"run\"")) {
            assertThat(post("/api/v1/runs", body).statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void sameIdempotencyKeyCreatesOnce() {
        HttpResponse<String> first = send(posting("/api/v1/runs", GRPO).header("Idempotency-Key", "k1"));
        HttpResponse<String> again = send(posting("/api/v1/runs", " " + GRPO).header("Idempotency-Key", "k1"));
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(json(again).get("id")).isEqualTo(json(first).get("id"));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(json(get("/api/v1/runs")).get("data")).hasSize(1);

        HttpResponse<String> other =
                send(posting("/api/v1/runs", GRPO.replace("7", "8")).header("Idempotency-Key", "k1"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).get("code").stringValue()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void failedCreationDoesNotUseUpItsKey() {
        assertThat(send(posting("/api/v1/runs", GRPO.replace("nano-base", "none"))
                                .header("Idempotency-Key", "k2"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(posting("/api/v1/runs", GRPO).header("Idempotency-Key", "k2"))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void listPagesByCursorWithoutGapOrRepeat() {
        for (int i = 0; i < 5; i++) {
            post("/api/v1/runs", GRPO);
        }
        List<String> seen = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = json(get("/api/v1/runs?limit=2" + after));
            for (JsonNode run : page.get("data")) {
                seen.add(run.get("id").stringValue());
            }
            after = "&after=" + page.get("next_cursor").asString("");
        } while (page.get("has_more").booleanValue());
        assertThat(seen).hasSize(5).doesNotHaveDuplicates().isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(page.get("next_cursor").isNull()).isTrue();
    }

    @Test
    void badQueryParametersAreNamed() {
        HttpResponse<String> limit = get("/api/v1/runs?limit=0");
        assertThat(limit.statusCode()).isEqualTo(400);
        assertThat(json(limit).at("/errors/0/field").stringValue()).isEqualTo("limit");
        assertThat(get("/api/v1/runs?limit=many").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/runs?state=sleeping").statusCode()).isEqualTo(400);
    }

    @Test
    void latestRedirectsToTheNewestRun() {
        assertThat(get("/api/v1/runs/latest").statusCode()).isEqualTo(404);
        post("/api/v1/runs", GRPO);
        String newest = json(post("/api/v1/runs", GRPO)).get("id").stringValue();
        HttpResponse<String> latest = get("/api/v1/runs/latest");
        assertThat(latest.statusCode()).isEqualTo(307);
        assertThat(latest.headers().firstValue("Location")).contains("/api/v1/runs/" + newest);
    }

    @Test
    void runsAreControlledAndAnIllegalTransitionIsAConflict() {
        String run =
                "/api/v1/runs/" + json(post("/api/v1/runs", GRPO)).get("id").stringValue();
        assertThat(json(post(run + "/pause", "")).get("state").stringValue()).isEqualTo("paused");
        assertThat(json(post(run + "/resume", "")).get("state").stringValue()).isEqualTo("queued");
        assertThat(json(post(run + "/cancel", "")).get("state").stringValue()).isEqualTo("cancelled");
        HttpResponse<String> again = post(run + "/cancel", "");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).get("code").stringValue()).isEqualTo("illegal_state");
        assertThat(json(get(run + "/events?type=state")).get("data").size()).isPositive();
    }

    @Test
    void missingResourcesAreNotFoundWithAProblem() {
        for (String path : List.of(
                "/api/v1/runs/run_none",
                "/api/v1/runs/run_none/metrics",
                "/api/v1/runs/run_none/rollouts",
                "/api/v1/runs/run_none/events",
                "/api/v1/runs/run_none/checkpoints",
                "/api/v1/runs/run_none/stream",
                "/api/v1/rollouts/ro_none",
                "/api/v1/groups/gr_none",
                "/api/v1/nothing")) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(json(response).get("code").stringValue()).as(path).isEqualTo("not_found");
        }
        assertThat(post("/api/v1/runs/run_none/cancel", "").statusCode()).isEqualTo(404);
        assertThat(send(request("/api/v1/runs").DELETE()).statusCode()).isEqualTo(405);
    }

    @Test
    void catalogListsModelsAndDatasets() {
        assertThat(json(get("/api/v1/models")).at("/data/0/name").stringValue()).isEqualTo("nano-base");
        assertThat(json(get("/v1/models")).at("/data/0/id").stringValue()).isEqualTo("nano-base");
        assertThat(json(get("/api/v1/datasets")).at("/data/0/name").stringValue())
                .isEqualTo("mini-earth");
        JsonNode documentation = json(get("/v3/api-docs"));
        assertThat(documentation.at("/paths/~1api~1v1~1runs/post").isMissingNode())
                .isFalse();
        // A run's objective is listed with its other settings.
        assertThat(documentation.at("/components/schemas/Grpo").toString())
                .contains("\"dr_grpo\"", "\"sequence\"", "\"token_mask\"", "\"batch\"");
    }
}
