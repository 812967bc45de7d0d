package org.geor1.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.RunFixture;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The event stream: new events arrive, and a client that reconnects misses none and sees none twice. */
@Timeout(60)
class StreamTest extends GatewayServerTest {
    @Autowired
    RunFixture fixture;

    private record Event(String id, String name, JsonNode data) {}

    @Test
    void newEventsArriveWithIdsAndNames() throws Exception {
        post("/api/v1/runs", GRPO);
        OwnedRun owned = fixture.adopt();
        try (BufferedReader stream = open(owned, null)) {
            fixture.step(owned, 1, Map.of("reward", 0.5));
            Event event = next(stream, "metric");
            assertThat(event.data().get("step").longValue()).isEqualTo(1);
            assertThat(event.data().at("/data/reward").doubleValue()).isEqualTo(0.5);
            assertThat(event.data().get("id").stringValue()).isEqualTo(event.id());
        }
    }

    @Test
    void resumingAfterAnIdReplaysTheRestThenContinuesLive() throws Exception {
        post("/api/v1/runs", GRPO);
        OwnedRun owned = fixture.adopt();
        long start = Long.parseLong(
                json(get(path(owned) + "/metrics")).get("last_event_id").stringValue());
        for (int step = 1; step <= 5; step++) {
            fixture.step(owned, step, Map.of("reward", 0.1 * step));
        }
        String middle;
        try (BufferedReader stream = open(owned, Long.toString(start))) {
            next(stream, "metric");
            middle = next(stream, "metric").id();
        }
        try (BufferedReader stream = open(owned, middle)) {
            List<Long> steps = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                steps.add(next(stream, "metric").data().get("step").longValue());
            }
            fixture.step(owned, 6, Map.of("reward", 0.6));
            steps.add(next(stream, "metric").data().get("step").longValue());
            assertThat(steps).containsExactly(3L, 4L, 5L, 6L);
        }
    }

    @Test
    void nonLatinTextSurvivesTheStream() throws Exception {
        post("/api/v1/runs", GRPO);
        OwnedRun owned = fixture.adopt();
        try (BufferedReader stream = open(owned, null)) {
            fixture.finish(owned, RunState.FAILED, "no tile left for Zürich, 東京", null);
            assertThat(next(stream, "state").data().toString()).contains("Zürich, 東京");
        }
    }

    @Test
    void malformedIdIsABadRequest() {
        post("/api/v1/runs", GRPO);
        OwnedRun owned = fixture.adopt();
        assertThat(send(request(path(owned) + "/stream")
                                .header("Last-Event-ID", "x")
                                .GET())
                        .statusCode())
                .isEqualTo(400);
        assertThat(get(path(owned) + "/stream?after=-1").statusCode()).isEqualTo(400);
    }

    private static String path(OwnedRun owned) {
        return "/api/v1/runs/" + owned.run().id();
    }

    private BufferedReader open(OwnedRun owned, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path(owned) + "/stream").GET();
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        var response = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static Event next(BufferedReader stream, String name) throws IOException {
        String id = "";
        String event = "";
        String data = "";
        while (true) {
            String line = stream.readLine();
            assertThat(line).as("stream ended").isNotNull();
            if (line.startsWith("id:")) {
                id = line.substring(3);
            } else if (line.startsWith("event:")) {
                event = line.substring(6);
            } else if (line.startsWith("data:")) {
                data = line.substring(5);
            } else if (line.isEmpty() && event.equals(name)) {
                return new Event(id, event, JsonMapper.shared().readTree(data));
            }
        }
    }
}
