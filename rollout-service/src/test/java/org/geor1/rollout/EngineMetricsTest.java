package org.geor1.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract: each metric of the engine reflects the work of a real model, even after a garbage collection, and counters
 * continue when another model replaces the engine's.
 */
@Timeout(120)
class EngineMetricsTest {

    private static final Path PARITY = Path.of("../libs/vlm/src/test/resources/parity");

    /** Memory for one request of {@link #requests} at a time. */
    private static final EngineOptions OPTIONS = new EngineOptions(1L << 28, 4, 64, 4096, 1 << 20, 1);

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final EngineMetrics metrics = new EngineMetrics(meters);
    private final Map<String, Double> highest = new TreeMap<>();
    private final CountDownLatch working = new CountDownLatch(3);
    private final OnDemandEngine engine = new OnDemandEngine("cpu", Precision.FP32, OPTIONS, new EngineObserver() {
        @Override
        public void firstToken(Duration sinceSubmission) {
            metrics.firstToken(sinceSubmission);
        }

        /** Called on the engine's own thread, so that the engine is observed at work. */
        @Override
        public void nextTokens(Duration sinceLast, int steps) {
            metrics.nextTokens(sinceLast, steps);
            scrape().forEach((name, value) -> highest.merge(name, value, Math::max));
            working.countDown();
        }
    });

    EngineMetricsTest() {
        EngineMetrics.publish(meters, engine);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void eachMetricReflectsTheWork() throws InterruptedException {
        engine.swap(PARITY.resolve("tied"), 0);
        System.gc();
        engine.generate(requests(40));
        engine.generate(requests(40));
        assertThat(highest)
                .containsEntry("geor1_engine_sequences_running", 4.0)
                .containsEntry("geor1_engine_requests_waiting", 1.0)
                .hasEntrySatisfying(
                        "geor1_engine_kv_tokens", tokens -> assertThat(tokens).isPositive())
                .hasEntrySatisfying(
                        "geor1_engine_kv_usage", share -> assertThat(share).isBetween(1e-9, 1.0));

        // Closes the busy engine, so that all its work has been counted.
        engine.swap(PARITY.resolve("untied"), 0);
        Map<String, Double> first = scrape();
        assertThat(first)
                .containsEntry("geor1_engine_sequences_running", 0.0)
                .containsEntry("geor1_engine_requests_waiting", 0.0)
                .containsEntry("geor1_engine_requests_finished_requests_total", 4.0)
                .containsEntry("geor1_engine_generation_tokens_total", 4.0 * 4 * 40)
                .containsEntry("geor1_engine_time_to_first_token_seconds_count", 4.0);
        for (String moved : List.of(
                "geor1_engine_prompt_tokens_total",
                "geor1_engine_prefix_cache_queries_tokens_total",
                "geor1_engine_prefix_cache_hits_tokens_total",
                "geor1_engine_inter_token_latency_seconds_count")) {
            assertThat(first)
                    .hasEntrySatisfying(moved, value -> assertThat(value).isPositive());
        }

        engine.generate(requests(1));
        engine.close();
        assertThat(scrape())
                .containsEntry("geor1_engine_requests_finished_requests_total", 6.0)
                .containsEntry("geor1_engine_generation_tokens_total", 4.0 * 4 * 40 + 8);
    }

    @Test
    void requestsAbortedByAClosingEngineCountAsFailed() throws InterruptedException {
        engine.swap(PARITY.resolve("tied"), 0);
        CompletableFuture<Void> broken = CompletableFuture.runAsync(() -> engine.generate(requests(4000)));
        working.await();
        engine.close();
        assertThat(broken).failsWithin(Duration.ofMinutes(1));
        assertThat(scrape()).containsEntry("geor1_engine_requests_failed_requests_total", 1.0);
    }

    /** Two requests of four sequences each, which never end early. */
    private static List<GenerationRequest> requests(int tokens) {
        return List.of(request("where is this?", tokens), request("and this, which is elsewhere?", tokens));
    }

    private static GenerationRequest request(String text, int tokens) {
        return new GenerationRequest(
                ChatPrompt.of(new ChatPrompt.Text(text)), 4, new SamplingParams(1, 0, 1, tokens, 7));
    }

    /** Values by name; the engine's metrics have no labels except those of histograms. */
    private Map<String, Double> scrape() {
        Map<String, Double> values = new TreeMap<>();
        meters.scrape()
                .lines()
                .filter(line -> line.startsWith("geor1_") && !line.contains("{"))
                .forEach(line -> {
                    String[] parts = line.split(" ");
                    values.put(parts[0], Double.valueOf(parts[1]));
                });
        return values;
    }
}
