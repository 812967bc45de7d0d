package org.geor1.rl.grpo;

import java.util.List;
import java.util.Map;

/**
 * What the updates of one step did.
 *
 * @param metrics TRL metric names to values
 * @param advantages of each group's completions, in the order of the groups
 */
public record GrpoOutcome(Map<String, Double> metrics, List<double[]> advantages) {

    public GrpoOutcome {
        metrics = Map.copyOf(metrics);
        advantages = List.copyOf(advantages);
    }
}
