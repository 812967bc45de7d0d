package org.geor1.trainer.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.geor1.jobs.metric.MetricStore;
import org.jspecify.annotations.Nullable;

/** The metrics of a run's committed steps, read back when it resumes. */
public final class CommittedMetrics {

    private CommittedMetrics() {}

    /** The values of some metrics by step. A step has no key for a metric that it lacks. */
    public static SortedMap<Long, Map<String, Double>> of(MetricStore store, String runId, List<String> keys) {
        MetricStore.MetricTable table = store.read(runId, keys, null, null, Integer.MAX_VALUE);
        SortedMap<Long, Map<String, Double>> steps = new TreeMap<>();
        table.series().forEach((key, values) -> {
            for (int i = 0; i < values.size(); i++) {
                @Nullable Double value = values.get(i);
                if (value != null) {
                    steps.computeIfAbsent(table.steps().get(i), step -> new HashMap<>())
                            .put(key, value);
                }
            }
        });
        return steps;
    }
}
