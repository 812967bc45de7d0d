package org.geor1.trainer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.rl.Advantages;
import org.geor1.rl.ScaleRewards;

/** The advantages that a step's update used, for the rollouts' inspector. */
final class RolloutAdvantages {

    private RolloutAdvantages() {}

    /** By rollout id. */
    static Map<String, Double> of(List<RolloutGroup> groups, ScaleRewards scale) {
        List<double[]> rewards = groups.stream()
                .map(group -> group.rollouts().stream()
                        .mapToDouble(RolloutAdvantages::reward)
                        .toArray())
                .toList();
        List<double[]> values = Advantages.of(rewards, scale);
        Map<String, Double> advantages = new HashMap<>();
        for (int g = 0; g < groups.size(); g++) {
            for (int i = 0; i < values.get(g).length; i++) {
                advantages.put(groups.get(g).rollouts().get(i).id(), values.get(g)[i]);
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
