package org.geor1.protocol.reward;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores in the order of the request. */
public record ScoreResponse(List<Score> scores) {

    /** The unweighted components, and their weighted sum. */
    public record Score(@Nullable String answer, Map<String, Double> rewards, double reward, List<String> flags) {}
}
