package org.geor1.jobs.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.geor1.jobs.MetricStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(readOnly = true)
class PostgresMetricStore implements MetricStore {

    private final MetricRepository metrics;

    PostgresMetricStore(MetricRepository metrics) {
        this.metrics = metrics;
    }

    @Override
    public List<String> keys(String runId) {
        return metrics.keys(runId);
    }

    @Override
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

    @Override
    public Map<String, Double> latest(String runId) {
        Map<String, Double> latest = new TreeMap<>();
        metrics.latest(runId).forEach(row -> latest.put(row.getKey(), row.getMean()));
        return latest;
    }
}
