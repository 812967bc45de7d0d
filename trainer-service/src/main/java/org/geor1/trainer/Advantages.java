package org.geor1.trainer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.Rollout;
import org.geor1.jobs.RolloutGroup;

/** Group-relative advantages as they are shown: {@code (r − mean) / (std + 1e-4)} with Bessel's correction. */
final class Advantages {

    private static final double EPSILON = 1e-4;

    private Advantages() {}

    /** By rollout id. */
    static Map<String, Double> of(List<RolloutGroup> groups, boolean scaled) {
        Map<String, Double> advantages = new HashMap<>();
        for (RolloutGroup group : groups) {
            Moments moments = Moments.of(group.rollouts().stream().mapToDouble(Advantages::reward));
            for (Rollout rollout : group.rollouts()) {
                double centred = reward(rollout) - moments.mean();
                advantages.put(rollout.id(), scaled ? centred / (moments.std() + EPSILON) : centred);
            }
        }
        return advantages;
    }

    static double reward(Rollout rollout) {
        Double reward = rollout.reward();
        if (reward == null) {
            throw new IllegalStateException("rollout " + rollout.id() + " is not scored");
        }
        return reward;
    }
}
