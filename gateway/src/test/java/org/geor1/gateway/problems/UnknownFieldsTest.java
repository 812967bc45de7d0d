package org.geor1.gateway.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.geor1.gateway.GatewayServerTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/**
 * Contract: whatever takes a JSON body in public refuses the fields that it does not know, by name and at every depth. A
 * misspelt setting is never a setting left out.
 */
class UnknownFieldsTest extends GatewayServerTest {

    /** @param fields where {@code body} holds what nobody knows */
    private record Hostile(String body, List<String> fields) {}

    /** By path. A door that is missing here fails the first test. */
    private static final Map<String, Hostile> DOORS = Map.of(
            "/api/v1/runs",
            new Hostile(
                    """
                    {"model":"nano-base","odd":1,"method":{"type":"grpo","odd":1,"grpo":{"odd":1,"lora":{"odd":1}}},
                     "reward":{"odd":1,"components":[{"name":"accuracy","odd":1}]}}""",
                    List.of(
                            "odd",
                            "method.odd",
                            "method.grpo.odd",
                            "method.grpo.lora.odd",
                            "reward.odd",
                            "reward.components[0].odd")),
            "/api/v1/runs/{id}/fork",
            new Hostile("{\"odd\":1,\"overrides\":{}}", List.of("odd")),
            "/api/v1/rewards/run",
            new Hostile("""
                    {"odd":1,"reward":{"odd":1,"components":[{"name":"accuracy","odd":1}]},
                     "completions":[{"completion":"x","truth":"C","odd":1}]}""", List.of("odd", "reward.odd", "reward.components[0].odd", "completions[0].odd")),
            "/api/v1/rewards/validate",
            new Hostile("""
                    {"odd":1,"reward":{"odd":1,"components":[{"name":"accuracy","odd":1}]},
                     "samples":[{"completion":"x","truth":"C","odd":1}]}""", List.of("odd", "reward.odd", "reward.components[0].odd", "samples[0].odd")),
            "/api/v1/datasets",
            new Hostile("{\"name\":\"x\",\"odd\":1}", List.of("odd")),
            "/api/v1/datasets/{name}/samples",
            new Hostile("""
                    {"position":0,"odd":1,"samples":[{"id":"x","odd":1,"images":[],"place":{"odd":1},
                     "turns":[{"role":"user","text":"","odd":1}]}]}""", List.of("odd", "samples[0].odd", "samples[0].place.odd", "samples[0].turns[0].odd")),
            "/api/v1/datasets/{name}/images/missing",
            new Hostile("{\"sha256\":[],\"odd\":1}", List.of("odd")),
            "/v1/geolocate",
            new Hostile("{\"image_b64\":\"\",\"odd\":1}", List.of("odd")));

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping handlers;

    @Test
    void everyDoorThatTakesABodyIsTriedHere() {
        Set<String> doors = handlers.getHandlerMethods().entrySet().stream()
                .filter(entry -> takesBody(entry.getValue()))
                .flatMap(entry -> entry.getKey().getPatternValues().stream())
                .collect(Collectors.toSet());

        assertThat(doors).containsExactlyInAnyOrderElementsOf(DOORS.keySet());
    }

    @Test
    void unknownFieldsAreRefusedByName() {
        String run = json(post("/api/v1/runs", GRPO)).get("id").stringValue();

        DOORS.forEach((path, hostile) -> {
            HttpResponse<String> refused = post(path.replace("{id}", run).replace("{name}", "own"), hostile.body());
            assertThat(refused.statusCode()).as(path).isEqualTo(400);
            assertThat(fields(json(refused))).as(path).containsExactlyInAnyOrderElementsOf(hostile.fields());
        });
    }

    private static boolean takesBody(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class)
                        && parameter.getParameterType() != byte[].class);
    }

    /** In either form of a problem. */
    private static List<String> fields(JsonNode problem) {
        JsonNode openAi = problem.at("/error/param");
        return openAi.isString()
                ? List.of(openAi.stringValue())
                : problem.path("errors")
                        .valueStream()
                        .map(error -> error.get("field").stringValue())
                        .toList();
    }
}
