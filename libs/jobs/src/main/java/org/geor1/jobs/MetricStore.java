package org.geor1.jobs;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Step metrics, read by column. They are written with their step ({@link StepStore#commit}). */
public interface MetricStore {

    /** Metric names of a run, sorted. */
    List<String> keys(String runId);

    /**
     * Columns over a shared step axis, thinned to at most {@code points} buckets of equal width; a bucket holds its
     * mean, and its least and greatest value as envelope.
     *
     * @param keys names, or empty for all
     */
    MetricTable read(String runId, List<String> keys, @Nullable Long from, @Nullable Long to, int points);

    /** Newest value of each metric. */
    Map<String, Double> latest(String runId);

    /**
     * @param steps the last step of each bucket, ascending
     * @param series for each key one value (or null) a bucket
     * @param rawPoints how many stored values went in
     */
    record MetricTable(
            List<Long> steps,
            Map<String, List<@Nullable Double>> series,
            Map<String, Envelope> envelope,
            long rawPoints) {}

    /** Least and greatest value of each bucket. */
    record Envelope(List<@Nullable Double> min, List<@Nullable Double> max) {}
}
