package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: one trace id names a request in its error body, in the gateway, in the services behind it and in the log of
 * what a run does later; a caller chooses the id but can write nothing else into the log.
 */
class TracesTest {

    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + ID + "-00f067aa0ba902b7-01";

    private static final String RUN = """
            {"model":"nano-base","method":{"type":"grpo","grpo":
            {"max_steps":1,"prompts_per_step":1,"group_size":2,"candidates":2,"max_completion_length":8}}}""";

    /** The trace under which each internal path was last asked for. */
    private static final Map<String, String> INTERNAL = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    @Configuration(proxyBeanMethods = false)
    static class Witness {

        @Bean
        Filter witness() {
            return (request, response, chain) -> {
                String path = ((HttpServletRequest) request).getRequestURI();
                if (path.startsWith("/internal/")) {
                    INTERNAL.put(path, Objects.requireNonNullElse(MDC.get("traceId"), "none"));
                }
                chain.doFilter(request, response);
            };
        }
    }

    @Test
    void aRequestKeepsItsIdThroughAllServices() throws Exception {
        Path models = directory.resolve("models");
        Files.writeString(Files.createDirectories(models.resolve("nano-base")).resolve("config.json"), "{}");
        Path home = directory.resolve("home");
        try (LocalPlatform platform =
                LocalPlatform.start(new Home(home), Ports.free(), models, StubEngine.class, Witness.class)) {
            HttpResponse<String> scored = post(platform, "/api/v1/rewards/run", "{}", TRACEPARENT);
            assertThat(scored.statusCode()).isEqualTo(400);
            assertThat(traceId(scored)).isEqualTo(ID);
            post(platform, "/v1/geolocate", "{\"image_b64\":\"" + png() + "\"}", TRACEPARENT);
            assertThat(post(platform, "/api/v1/runs", RUN, TRACEPARENT).statusCode())
                    .isEqualTo(201);
            assertThat(INTERNAL)
                    .containsEntry("/internal/v1/rewards/run", ID)
                    .containsEntry("/internal/v1/generate", ID)
                    .containsEntry("/internal/v1/models/nano-base/usable", ID);
            Path log = home.resolve("logs/platform.log");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> assertThat(log).content().containsPattern(ID + " .*RunWorker +: Driving grpo run"));

            HttpResponse<String> unknown = post(platform, "/nowhere", "", TRACEPARENT);
            assertThat(traceId(unknown)).as("a refusal of the security filters").isEqualTo(ID);
            String forged = "00-" + ID.substring(16) + " ERROR forged-00f067aa0ba902b7-01";
            assertThat(traceId(post(platform, "/api/v1/runs", "{}", forged)))
                    .matches("[0-9a-f]{32}")
                    .isNotEqualTo(ID);
            assertThat(log).content().doesNotContain("forged");
        }
    }

    private static HttpResponse<String> post(LocalPlatform platform, String path, String body, String traceparent)
            throws IOException, InterruptedException {
        URI address = platform.address().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("traceparent", traceparent)
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(56, 56, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String traceId(HttpResponse<String> problem) {
        JsonNode body = JsonMapper.shared().readTree(problem.body());
        return body.path("trace_id").asString();
    }
}
