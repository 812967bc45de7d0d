package org.geor1.local.demo;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.geor1.local.client.RunView;
import tools.jackson.databind.JsonNode;

/**
 * The result of an evaluation run.
 *
 * @param accuracy share of right answers
 * @param n questions asked
 * @param meanLength mean completion length, in tokens
 * @param format share of completions in the asked form
 * @param bySharedCues accuracy by the most cues that a confuser shares with the true tile
 */
public record EvaluationResult(
        double accuracy, long n, double meanLength, double format, Map<Integer, Share> bySharedCues) {

    /** A share, and the number it is a share of. */
    public record Share(double accuracy, long n) {}

    /** Reads the result of a run that succeeded. */
    public static EvaluationResult of(RunView run) {
        JsonNode result = run.result();
        Map<Integer, Share> shares = new TreeMap<>();
        for (var entry : result.path("by_shared_cues").properties()) {
            shares.put(
                    Integer.valueOf(entry.getKey()),
                    new Share(
                            entry.getValue().path("accuracy").asDouble(),
                            entry.getValue().path("n").asLong()));
        }
        return new EvaluationResult(
                result.path("accuracy").asDouble(),
                result.path("n").asLong(),
                result.path("mean_length").asDouble(),
                result.path("format").asDouble(),
                shares);
    }

    public Interval interval() {
        return Interval.wilson(accuracy, n);
    }

    /**
     * One line for people.
     *
     * @param method how answers were read
     */
    public String summary(String method) {
        return String.format(
                Locale.ROOT,
                "accuracy (%s) %.1f %% (95 %%: %.1f to %.1f, n = %d), mean length %.0f tokens, format %.2f",
                method,
                100 * accuracy,
                100 * interval().low(),
                100 * interval().high(),
                n,
                meanLength,
                format);
    }
}
