package org.geor1.jobs.metric;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.geor1.jobs.common.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Step metrics, read by column. They are written with their step. */
@Transactional(readOnly = true)
public class MetricStore {

    private final MetricRepository metrics;

    MetricStore(MetricRepository metrics) {
        this.metrics = metrics;
    }

    /** Stores the metrics of a step, within the transaction that commits it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void insert(String runId, long step, Map<String, Double> values) {
        metrics.insert(runId, step, Json.write(values));
    }

    /** Metric names of a run, sorted. */
    public List<String> keys(String runId) {
        return metrics.keys(runId);
    }

    /**
     * Columns over a shared step axis, thinned to at most {@code points} buckets of equal width; a bucket holds its
     * mean, and its least and greatest value as envelope.
     *
     * @param keys names, or empty for all
     */
    public MetricTable read(String runId, List<String> keys, @Nullable Long from, @Nullable Long to, int points) {
        List<String> wanted = keys.isEmpty() ? metrics.keys(runId) : keys;
        if (wanted.isEmpty()) {
            return new MetricTable(List.of(), Map.of(), Map.of(), 0);
        }
        List<MetricRepository.Bucket> rows =
                metrics.buckets(runId, wanted, from == null ? 0 : from, to == null ? Long.MAX_VALUE : to, points);
        Map<Long, Long> steps = new TreeMap<>();
        Map<String, Map<Long, MetricRepository.Bucket>> cells = new LinkedHashMap<>();
        new TreeSet<>(wanted).forEach(key -> cells.put(key, new LinkedHashMap<>()));
        long raw = 0;
        for (MetricRepository.Bucket row : rows) {
            steps.merge(row.getBucket(), row.getLastStep(), Math::max);
            cells.computeIfAbsent(row.getKey(), key -> new LinkedHashMap<>()).put(row.getBucket(), row);
            raw += row.getPoints();
        }
        Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
        Map<String, Envelope> envelope = new LinkedHashMap<>();
        cells.forEach((key, column) -> {
            List<@Nullable Double> mean = new ArrayList<>();
            List<@Nullable Double> min = new ArrayList<>();
            List<@Nullable Double> max = new ArrayList<>();
            for (long bucket : steps.keySet()) {
                MetricRepository.Bucket cell = column.get(bucket);
                mean.add(cell == null ? null : cell.getMean());
                min.add(cell == null ? null : cell.getLeast());
                max.add(cell == null ? null : cell.getGreatest());
            }
            series.put(key, mean);
            envelope.put(key, new Envelope(min, max));
        });
        return new MetricTable(List.copyOf(steps.values()), series, envelope, raw);
    }

    /** Newest value of each metric. */
    public Map<String, Double> latest(String runId) {
        Map<String, Double> latest = new TreeMap<>();
        metrics.latest(runId).forEach(row -> latest.put(row.getKey(), row.getMean()));
        return latest;
    }

    /**
     * @param steps the last step of each bucket, ascending
     * @param series for each key one value (or null) a bucket
     * @param rawPoints how many stored values went in
     */
    public record MetricTable(
            List<Long> steps,
            Map<String, List<@Nullable Double>> series,
            Map<String, Envelope> envelope,
            long rawPoints) {}

    /** Least and greatest value of each bucket. */
    public record Envelope(List<@Nullable Double> min, List<@Nullable Double> max) {}
}
