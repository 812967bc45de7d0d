package org.geor1.trainer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.Rollout;
import org.geor1.jobs.RolloutGroup;
import org.geor1.rl.Advantages;

/** The advantages that a step's update used, for the rollouts' inspector. */
final class RolloutAdvantages {

    private RolloutAdvantages() {}

    /** By rollout id. */
    static Map<String, Double> of(List<RolloutGroup> groups, boolean scaled) {
        Map<String, Double> advantages = new HashMap<>();
        for (RolloutGroup group : groups) {
            double[] values = Advantages.of(
                    group.rollouts().stream()
                            .mapToDouble(RolloutAdvantages::reward)
                            .toArray(),
                    scaled);
            for (int i = 0; i < values.length; i++) {
                advantages.put(group.rollouts().get(i).id(), values[i]);
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
