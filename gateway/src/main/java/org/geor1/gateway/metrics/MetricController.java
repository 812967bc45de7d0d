package org.geor1.gateway.metrics;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.geor1.gateway.problems.Parameters;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.metric.MetricStore.Envelope;
import org.geor1.jobs.metric.MetricStore.MetricTable;
import org.geor1.jobs.run.RunStore;
import org.geor1.web.ApiException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A run's curves by column. */
@Tag(name = "metrics")
@RestController
class MetricController {
    private final RunStore runs;
    private final MetricStore metrics;
    private final EventStore events;

    MetricController(RunStore runs, MetricStore metrics, EventStore events) {
        this.runs = runs;
        this.metrics = metrics;
        this.events = events;
    }

    /**
     * @param steps the shared axis; each series has a value or null for each step
     * @param envelope least and greatest value behind each point
     * @param rawPoints stored values that went in
     * @param downsampled whether some points stand for several stored values
     * @param lastEventId where a stream that must not miss anything after this answer starts
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record MetricsView(
            List<Long> steps,
            Map<String, List<@Nullable Double>> series,
            Map<String, Envelope> envelope,
            List<String> keys,
            long rawPoints,
            boolean downsampled,
            String lastEventId) {}

    @Operation(summary = "Read curves, thinned to a number of points with a min/max envelope")
    @GetMapping("/api/v1/runs/{id}/metrics")
    MetricsView readMetrics(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String keys,
            @RequestParam(required = false) @Nullable Long from,
            @RequestParam(required = false) @Nullable Long to,
            @RequestParam(defaultValue = "2000") @Min(1) @Max(20_000) int points) {
        if (runs.find(id).isEmpty()) {
            throw ApiException.notFound("run", id);
        }
        if (from != null && to != null && from > to) {
            throw Parameters.bad("from", "lies after 'to'", "send from <= to");
        }
        List<String> wanted = keys == null
                ? List.of()
                : Arrays.stream(keys.split(",", -1))
                        .map(String::strip)
                        .filter(key -> !key.isEmpty())
                        .distinct()
                        .limit(200)
                        .toList();
        // Read before the values: an event in between is then streamed again, never lost.
        String lastEventId = Long.toString(events.lastId(id));
        MetricTable table = metrics.read(id, wanted, from, to, points);
        long shown = table.series().values().stream()
                .flatMap(List::stream)
                .filter(value -> value != null)
                .count();
        return new MetricsView(
                table.steps(),
                table.series(),
                table.envelope(),
                metrics.keys(id),
                table.rawPoints(),
                shown < table.rawPoints(),
                lastEventId);
    }
}
