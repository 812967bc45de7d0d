package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.RunView;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: the metrics that Prometheus scrapes reflect real work, even after a garbage collection; labels name kinds,
 * never a run, a job or a worker.
 */
class MetricsTest {

    private static final Map<String, Object> GRPO =
            Map.of("max_steps", 2, "prompts_per_step", 2, "group_size", 2, "max_completion_length", 8, "candidates", 2);

    /** The counters; the engine's gauges are zero again when the work is done. */
    private static final List<String> COUNTS = List.of(
            "geor1_jobs_total{kind=\"rollout\",outcome=\"claimed\"}",
            "geor1_jobs_total{kind=\"rollout\",outcome=\"completed\"}",
            "geor1_jobs_total{kind=\"reward\",outcome=\"claimed\"}",
            "geor1_jobs_total{kind=\"reward\",outcome=\"completed\"}",
            "geor1_trainer_step_seconds_count{kind=\"sft\"}",
            "geor1_trainer_step_seconds_count{kind=\"grpo\"}",
            "geor1_trainer_step_seconds_count{kind=\"eval\"}",
            "geor1_rollout_generate_seconds_count",
            "geor1_engine_prefix_cache_queries_tokens_total",
            "geor1_engine_prompt_tokens_total",
            "geor1_engine_generation_tokens_total",
            "geor1_engine_requests_finished_requests_total",
            "geor1_engine_time_to_first_token_seconds_count",
            "geor1_engine_inter_token_latency_seconds_count",
            "geor1_engine_kv_tokens",
            "geor1_engine_kv_usage");

    @TempDir
    Path directory;

    @Test
    void metricsReflectWorkAfterAGarbageCollection() throws Exception {
        Path models = TinyModel.asBase(directory.resolve("models"));
        Ports ports = Ports.free();
        try (LocalPlatform platform = LocalPlatform.start(new Home(directory.resolve("home")), ports, models)) {
            PlatformClient client = new PlatformClient(platform.address(), null);
            await(client, "sft", Map.of("max_steps", 2, "batch_size", 2));
            await(client, "grpo", GRPO);
            await(client, "eval", Map.of("questions", 2, "candidates", 2, "max_completion_length", 8));
            assertThat(client.geolocate(Map.of("image_b64", png()))
                            .path("model")
                            .asString())
                    .isEqualTo("nano-base");
            System.gc();

            String scraped = scrape(ports);
            List<String> ours =
                    scraped.lines().filter(line -> line.startsWith("geor1_")).toList();
            assertThat(ours).isNotEmpty().noneMatch(line -> line.endsWith(" NaN"));
            assertThat(ours).noneMatch(line -> line.contains("@") || line.contains("run_"));
            for (String name : COUNTS) {
                assertThat(value(scraped, name)).as(name).isPositive();
            }
            assertThat(value(scraped, "geor1_jobs_total{kind=\"rollout\",outcome=\"completed\"}"))
                    .isEqualTo(value(scraped, "geor1_jobs_total{kind=\"rollout\",outcome=\"claimed\"}"));
            for (String idle : List.of("sequences_running", "requests_waiting", "requests_failed_requests_total")) {
                assertThat(value(scraped, "geor1_engine_" + idle)).as(idle).isZero();
            }
            assertThat(scraped).containsPattern("http_server_requests_seconds_count\\{.*uri=\"/api/v1/runs\"");
        }
    }

    private static double value(String scraped, String name) {
        Matcher line =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(scraped);
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private static void await(PlatformClient client, String kind, Map<String, Object> settings) {
        RunView run = client.createRun(Map.of("model", "nano-base", "method", Map.of("type", kind, kind, settings)));
        RunView end = Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.run(run.id()), RunView::isFinished);
        assertThat(end.hasSucceeded()).as(end.json().toString()).isTrue();
    }

    private static String png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(56, 56, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String scrape(Ports ports) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + ports.management() + "/actuator/prometheus"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
