package org.geor1.jobs.rollout;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One completion and all that is known of it.
 *
 * @param rewards unweighted score of each component; empty until scored
 * @param reward the weighted sum
 * @param flags such as {@code truncated} and {@code repetitive}
 */
public record Rollout(
        String id,
        String runId,
        String groupId,
        long step,
        int index,
        String completion,
        @Nullable String answer,
        int[] tokenIds,
        float[] logProbs,
        long policyVersion,
        String finishReason,
        Map<String, Double> rewards,
        @Nullable Double reward,
        @Nullable Double advantage,
        List<String> flags) {

    public int tokens() {
        return tokenIds.length;
    }

    /** The reward of a rollout that must be scored by now. */
    public double requireReward() {
        if (reward == null) {
            throw new IllegalStateException("rollout " + id + " is not scored");
        }
        return reward;
    }

    public boolean truncated() {
        return finishReason.equals("length");
    }
}
