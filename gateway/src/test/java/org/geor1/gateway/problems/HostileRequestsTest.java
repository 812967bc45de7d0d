package org.geor1.gateway.problems;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.RunFixture;
import org.geor1.gateway.connections.RawConnection;
import org.geor1.protocol.run.RunSpecReader;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** No request causes a server error, whatever it holds, and every refusal is a problem body. */
class HostileRequestsTest extends GatewayServerTest {
    /**
     * As written in a URI: a nul byte, half a surrogate pair, invalid UTF-8, broken escapes, numbers too large for any
     * type.
     */
    private static final List<String> VALUES = List.of(
            "",
            "%00",
            "a%00b",
            "%ED%A0%80",
            "%FF",
            "%zz",
            "%",
            "99999999999999999999999",
            "-9223372036854775808",
            "1e999",
            "NaN",
            "%F0%9F%98%80",
            "a".repeat(3000),
            "%E2%80%AE",
            "..%2f..%2fetc",
            "%5C",
            "{}");

    @Autowired
    RunFixture fixture;

    private final List<String> wrong = new ArrayList<>();

    @Test
    void noParameterCausesAServerError() throws IOException {
        JsonNode document = json(get("/v3/api-docs"));
        String run = json(post("/api/v1/runs", GRPO)).get("id").stringValue();
        fixture.rolloutStep(fixture.adopt(), 1, Map.of("reward", 0.5), 1, 2);
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String verb = operation.getKey().toUpperCase();
                String known = path.getKey().replace("/runs/{id}", "/runs/" + run);
                for (String value : VALUES) {
                    probe(verb, known.replaceAll("\\{\\w+}", value.replace("\\", "")));
                    for (JsonNode parameter : operation.getValue().path("parameters")) {
                        probe(verb, known, parameter, value);
                    }
                }
                probe(verb, known.replaceAll("\\{\\w+}", "x") + "?=1");
                probe(verb, known.replaceAll("\\{\\w+}", "x") + "?&&=&a");
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void probe(String verb, String path, JsonNode parameter, String value) throws IOException {
        String target = path.replaceAll("\\{\\w+}", "x");
        String name = parameter.get("name").stringValue();
        switch (parameter.get("in").stringValue()) {
            case "query" -> {
                probe(verb, target + "?" + name + "=" + value);
                probe(verb, target + "?" + name + "=1&" + name + "=" + value);
            }
            case "header" -> probe(verb, target, name + ": " + value + "\r\n");
            default -> {}
        }
    }

    private void probe(String verb, String target) throws IOException {
        probe(verb, target, "");
    }

    private void probe(String verb, String target, String headers) throws IOException {
        // Streams do not end, so only their refusals are checked.
        boolean stream = target.matches("/api/v1/runs/run_[^/]+/stream.*");
        try (RawConnection connection = RawConnection.sending(
                port,
                verb + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n")) {
            String answer = stream ? connection.head() : connection.rest();
            boolean server = answer.startsWith("HTTP/1.1 5") || answer.isEmpty();
            boolean bare = answer.startsWith("HTTP/1.1 4") && !stream && !answer.contains("\"code\":");
            if (server || bare) {
                wrong.add(verb + " " + target + " " + headers.strip() + ": "
                        + answer.substring(0, Math.min(answer.length(), 120)));
            }
        }
    }

    @Test
    void malformedHttpGetsAProblemBody() throws IOException {
        for (String line : List.of(
                "GET /a b HTTP/1.1",
                "GET /%zz HTTP/1.1",
                "GET /%00 HTTP/1.1",
                "GET /api/v1/runs?state=%zz HTTP/1.1",
                "GET /api/v1/[runs] HTTP/1.1",
                "GET /api/v1/runs?limit=[1] HTTP/1.1",
                "GET /api//v1/runs HTTP/1.1",
                "GET /api/v1/runs;a=b HTTP/1.1",
                "GET /api/v1/../v1/runs HTTP/1.1",
                "GET /../../etc/passwd HTTP/1.1",
                "GET api/v1/runs HTTP/1.1",
                "GET /api/v1/%2e%2e/runs HTTP/1.1",
                "TRACE /api/v1/runs HTTP/1.1",
                "G@T /api/v1/runs HTTP/1.1",
                "GET /v1/models%2f HTTP/1.1",
                "GET /" + "a".repeat(20_000) + " HTTP/1.1")) {
            try (RawConnection connection =
                    RawConnection.sending(port, line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
                String answer = connection.rest();
                assertThat(answer)
                        .as(line.substring(0, Math.min(100, line.length())))
                        .matches("(?s)HTTP/1.1 4\\d\\d.*")
                        .contains("json", "\"code\":")
                        .doesNotContain("<html", "Tomcat");
            }
        }
    }

    @Test
    void textThatCannotBeStoredIsRefusedByField() {
        for (String text : List.of("\\u0000", "a\\u0000b", "\\ud800", "\\udc00x")) {
            for (String field : List.of("name", "experiment", "model", "dataset")) {
                var answer = post(
                        "/api/v1/runs",
                        GRPO.replace(
                                "{\"experiment\":\"x\",\"model\":\"nano-base\",\"dataset\":\"mini-earth\"",
                                """
                        {"model":"nano-base","%s":"%s\"""".formatted(field, text).replace("\"model\":\"nano-base\",\"model\"", "\"model\"")));
                assertThat(answer.statusCode())
                        .as(field + " " + text + answer.body())
                        .isEqualTo(400);
                assertThat(json(answer).at("/errors/0/field").stringValue()).isEqualTo(field);
            }
            assertThat(post("/v1/geolocate", "{\"image_b64\":\"" + text + "\",\"model\":\"" + text + "\"}")
                            .statusCode())
                    .isBetween(400, 499);
        }
        assertThat(runs.latest()).isEmpty();
    }

    @Test
    void numbersTooLargeForAnyTypeAreRefusedByField() {
        JsonNode settings = RunSpecReader.schema().at("/properties/method/properties/grpo/properties");
        for (String name : settings.propertyNames()) {
            for (String value : List.of("1e999", "-1e999", "1" + "0".repeat(400), "1e-999999999", "{}", "[[]]")) {
                var answer = post("/api/v1/runs", """
                        {"model":"nano-base","method":{"type":"grpo","grpo":{"%s":%s}}}""".formatted(name, value));
                assertThat(answer.statusCode())
                        .as(name + " " + value + answer.body())
                        .isIn(400, 201);
            }
        }
        assertThat(post("/api/v1/runs", "[".repeat(100_000)).statusCode()).isEqualTo(400);
        assertThat(JsonMapper.shared()
                        .readTree(post("/api/v1/runs", "{\"a\":1,\"a\":2}").body())
                        .get("code")
                        .stringValue())
                .isEqualTo("invalid_request");
    }
}
