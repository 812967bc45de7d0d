package org.geor1.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.RunFixture;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.Images;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Responses match the document: every operation is called, and every response is checked against its schema. */
class OpenApiContractTest extends GatewayServerTest {
    private static final String PIXELS =
            "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAGUlEQVR4nGNoIBEwjGoY1TCqYVTDqIZRDQ4AeaaBgUb3sYwAAAAASUVORK5CYII=";

    @Autowired
    RunFixture fixture;

    @Autowired
    ImageRegister images;

    private JsonNode document;
    private final Set<String> called = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyResponseIsAsDocumented() {
        document = json(get("/v3/api-docs"));
        String run = json(call("POST", "/api/v1/runs", "/api/v1/runs", GRPO))
                .get("id")
                .stringValue();
        OwnedRun owned = fixture.adopt();
        fixture.rolloutStep(owned, 1, Map.of("reward", 0.5), 2, 4);
        fixture.checkpointStep(owned, 2, Map.of("reward", 0.7, "loss", 0.1));
        readRun(run);
        steer(run);
        fixture.finish(owned, RunState.SUCCEEDED, null, "{\"accuracy\":0.5}");
        call("GET", "/api/v1/runs/{id}", "/api/v1/runs/" + run, null);
        call("POST", "/api/v1/runs/{id}/cancel", "/api/v1/runs/" + run + "/cancel", null);
        submitOtherKinds();
        readCatalog();
        storeDataset();
        score();
        locate();
        assertThat(wrong).isEmpty();
        assertThat(called).containsExactlyInAnyOrderElementsOf(documented());
    }

    private void readRun(String run) {
        String base = "/api/v1/runs/" + run;
        call("GET", "/api/v1/runs", "/api/v1/runs?limit=5&state=running", null);
        call("GET", "/api/v1/runs", "/api/v1/runs?limit=0", null);
        call("GET", "/api/v1/runs", "/api/v1/runs?state=asleep", null);
        call("GET", "/api/v1/runs/latest", "/api/v1/runs/latest", null);
        call("GET", "/api/v1/runs/{id}", base, null);
        call("GET", "/api/v1/runs/{id}", "/api/v1/runs/no-such-run", null);
        call("GET", "/api/v1/runs/{id}/events", base + "/events", null);
        call("GET", "/api/v1/runs/{id}/metrics", base + "/metrics?points=1", null);
        call("GET", "/api/v1/runs/{id}/stream", "/api/v1/runs/no-such-run/stream", null);
        JsonNode rollout = json(call("GET", "/api/v1/runs/{id}/rollouts", base + "/rollouts", null))
                .at("/data/0");
        call(
                "GET",
                "/api/v1/rollouts/{id}",
                "/api/v1/rollouts/" + rollout.get("id").stringValue(),
                null);
        call(
                "GET",
                "/api/v1/groups/{id}",
                "/api/v1/groups/" + rollout.get("group_id").stringValue(),
                null);
        String checkpoint = json(call("GET", "/api/v1/runs/{id}/checkpoints", base + "/checkpoints", null))
                .at("/data/0/id")
                .stringValue();
        String named = "/api/v1/checkpoints/" + checkpoint;
        call("GET", "/api/v1/checkpoints/{id}", named, null);
        call("POST", "/api/v1/checkpoints/{id}/promote", named + "/promote", null);
        call("GET", "/api/v1/checkpoints/{id}/files", named + "/files", null);
        call("GET", "/api/v1/checkpoints/{id}/files/{path}", named + "/files/config.json", null);
    }

    private void steer(String run) {
        for (String verb : List.of("pause", "resume", "cancel")) {
            call("POST", "/api/v1/runs/{id}/" + verb, "/api/v1/runs/" + run + "/" + verb, null);
        }
        call("POST", "/api/v1/runs/{id}/fork", "/api/v1/runs/" + run + "/fork", "{\"step\":2}");
        call("POST", "/api/v1/runs/{id}/fork", "/api/v1/runs/" + run + "/fork", "{\"steps\":2}");
    }

    private void submitOtherKinds() {
        call("POST", "/api/v1/runs", "/api/v1/runs", """
                {"model":"nano-base","method":{"type":"sft","sft":{"lora":{"r":4}}}}""");
        call("POST", "/api/v1/runs", "/api/v1/runs", """
                {"model":"nano-base","method":{"type":"eval"},"name":"held out"}""");
        call("POST", "/api/v1/runs", "/api/v1/runs", "{}");
        call("POST", "/api/v1/runs", "/api/v1/runs", GRPO.replace("nano-base", "no-such-model"));
    }

    private void readCatalog() {
        call("GET", "/api/v1/models", "/api/v1/models", null);
        call("GET", "/v1/models", "/v1/models", null);
        call("GET", "/api/v1/schemas/run", "/api/v1/schemas/run", null);
        call("GET", "/api/v1/schemas/fork", "/api/v1/schemas/fork", null);
        String picture = json(call(
                        "GET",
                        "/api/v1/datasets/mini-earth/samples",
                        "/api/v1/datasets/mini-earth/samples?limit=1",
                        null))
                .at("/data/0/images/0/url")
                .stringValue();
        call("GET", "/api/v1/images/mini-earth/{seed}/{city}/{place}/{view}", picture, null);
        call("GET", "/api/v1/images/blank/{size}", "/api/v1/images/blank/16x16", null);
        call("POST", "/api/v1/session", "/api/v1/session", null);
        call("DELETE", "/api/v1/session", "/api/v1/session", null);
    }

    private void storeDataset() {
        call("GET", "/api/v1/datasets", "/api/v1/datasets", null);
        call("POST", "/api/v1/datasets", "/api/v1/datasets", "{\"name\":\"own\",\"licence\":\"CC0\"}");
        call("POST", "/api/v1/datasets", "/api/v1/datasets", "{\"name\":\"own\"}");
        call("POST", "/api/v1/datasets", "/api/v1/datasets", "{}");
        call("GET", "/api/v1/datasets", "/api/v1/datasets?limit=1&after=a", null);
        String own = "/api/v1/datasets/own";
        String named = "/api/v1/datasets/{name}";
        byte[] file = Base64.getDecoder().decode(PIXELS);
        String hash = Images.hash(file);
        call("POST", named + "/images/missing", own + "/images/missing", "{\"sha256\":[\"" + hash + "\"]}");
        String image = named + "/images/{sha256}";
        check("PUT", image, putting(own + "/images/" + hash, file));
        byte[] photo = "Exif and all".getBytes(StandardCharsets.UTF_8);
        check("PUT", image, putting(own + "/images/" + Images.hash(photo), photo));
        check("PUT", image, putting(own + "/images/" + "0".repeat(64), file));
        check("PUT", image, putting("/api/v1/datasets/none/images/" + hash, file));
        images.register(new ImageRegister.Entry(hash, file.length, 16, 16));
        String sample = """
                {"position":0,"samples":[{"id":"a","images":[{"role":"photo","sha256":"%s"}],"split":"train",\
                "place":{"latitude":1,"longitude":2},"turns":[{"role":"user","text":"<image>"}],"metadata":{"k":"v"}},\
                {"id":"b","images":[]}]}""".formatted(hash);
        call("POST", named + "/samples", own + "/samples", sample);
        call("POST", named + "/samples", own + "/samples", sample);
        call("POST", named + "/samples", own + "/samples", "{}");
        call("GET", named + "/samples", own + "/samples?limit=1", null);
        call("GET", named + "/samples", own + "/samples?split=train", null);
        call("POST", named + "/publish", own + "/publish", null);
        call("GET", named, own, null);
        call("GET", named, "/api/v1/datasets/mini-earth", null);
        call("GET", named, "/api/v1/datasets/none", null);
        String stored = "/api/v1/images/sha256/{sha256}";
        call("GET", stored, "/api/v1/images/sha256/" + hash + "?width=16", null);
        call("GET", stored, "/api/v1/images/sha256/" + "1".repeat(64), null);
        call("GET", stored + "/file", "/api/v1/images/sha256/" + hash + "/file", null);
        call("DELETE", named, own, null);
        call("DELETE", named, own, null);
    }

    private HttpRequest.Builder putting(String path, byte[] file) {
        return request(path)
                .header("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(file));
    }

    private void score() {
        call("GET", "/api/v1/rewards", "/api/v1/rewards", null);
        String request = "{\"completions\":[{\"completion\":\"%s\",\"truth\":\"C\"}]}";
        call("POST", "/api/v1/rewards/run", "/api/v1/rewards/run", request.formatted("C"));
        call("POST", "/api/v1/rewards/run", "/api/v1/rewards/run", request.formatted("break"));
        call("POST", "/api/v1/rewards/run", "/api/v1/rewards/run", "{\"completions\":[]}");
        call(
                "POST",
                "/api/v1/rewards/validate",
                "/api/v1/rewards/validate",
                "{\"reward\":{},\"samples\":[{\"completion\":\"x\",\"truth\":\"C\"}]}");
        call("POST", "/api/v1/rewards/validate", "/api/v1/rewards/validate", "{}");
    }

    private void locate() {
        call("POST", "/v1/geolocate", "/v1/geolocate", "{\"image_b64\":\"" + PIXELS + "\"}");
        call(
                "POST",
                "/v1/geolocate",
                "/v1/geolocate",
                "{\"image_b64\":\"" + PIXELS + "\",\"mode\":\"match\"," + "\"candidates\":[\"" + PIXELS + "\",\""
                        + PIXELS + "\"]}");
        call("POST", "/v1/geolocate", "/v1/geolocate", "{}");
        call("POST", "/v1/geolocate", "/v1/geolocate", "{\"image_b64\":\"xyz\"}");
    }

    private HttpResponse<String> call(String verb, String template, String path, String body) {
        HttpRequest.Builder request = body == null
                ? request(path).method(verb, HttpRequest.BodyPublishers.noBody())
                : request(path)
                        .header("Content-Type", "application/json")
                        .method(verb, HttpRequest.BodyPublishers.ofString(body));
        return check(verb, template, request);
    }

    private HttpResponse<String> check(String verb, String template, HttpRequest.Builder request) {
        HttpResponse<String> response = send(request);
        called.add(verb + " " + template);
        String what = verb + " " + response.uri().getPath() + " " + response.statusCode();
        JsonNode documented = document.get("paths")
                .path(template)
                .path(verb.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(response.statusCode()));
        if (documented.isMissingNode() || response.statusCode() == 500) {
            wrong.add(what + " is not documented: " + response.body());
            return response;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode content = documented.path("content");
        if (type.isEmpty() ? content.size() > 0 : !content.has(type)) {
            wrong.add(what + " has the media type '" + type + "' instead of " + content.propertyNames());
        } else if (type.endsWith("json")) {
            validator(content.get(type).get("schema"))
                    .validate(json(response))
                    .forEach(error -> wrong.add(what + error));
        }
        return response;
    }

    /** The schema with the document's components, disallowing any property it does not name. */
    private Schema validator(JsonNode schema) {
        ObjectNode whole = (ObjectNode) schema.deepCopy();
        ObjectNode schemas = (ObjectNode) document.at("/components/schemas").deepCopy();
        schemas.forEach(component -> {
            if (!component.has("additionalProperties")) {
                ((ObjectNode) component).put("additionalProperties", false);
            }
        });
        whole.putObject("components").set("schemas", schemas);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole);
    }

    private List<String> documented() {
        List<String> operations = new ArrayList<>();
        document.get("paths")
                .forEachEntry((path, item) -> item.propertyNames()
                        .forEach(verb -> operations.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
        return operations;
    }
}
