package org.geor1.rl.sft;

import java.util.List;
import java.util.Map;

/**
 * What one update on shared images did.
 *
 * @param metrics TRL metric names to values
 * @param exact for each example and turn, whether every answer token was the likeliest one before the update
 */
public record SharedSftOutcome(Map<String, Double> metrics, List<List<Boolean>> exact) {}
