package org.geor1.trainer.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;

/** What a step's rollouts say about the policy, under TRL's names. */
public final class RolloutMetrics {

    private static final double ZERO = 1e-9;

    private RolloutMetrics() {}

    public static Map<String, Double> of(List<RolloutGroup> groups) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        List<Rollout> rollouts =
                groups.stream().flatMap(group -> group.rollouts().stream()).toList();
        List<Moments> byGroup = groups.stream()
                .map(group -> Moments.of(group.rollouts().stream().mapToDouble(Rollout::requireReward)))
                .toList();
        metrics.put(
                "reward",
                Moments.of(rollouts.stream().mapToDouble(Rollout::requireReward))
                        .mean());
        metrics.put(
                "reward_std",
                Moments.of(byGroup.stream().mapToDouble(Moments::std)).mean());
        metrics.put("frac_reward_zero_std", shareWithoutVariance(groups));
        Set<String> names = new TreeSet<>();
        rollouts.forEach(rollout -> names.addAll(rollout.rewards().keySet()));
        for (String name : names) {
            // A component that could not be scored is not one that scored 0.
            Moments component = Moments.of(rollouts.stream()
                    .flatMap(rollout -> Stream.ofNullable(rollout.rewards().get(name)))
                    .mapToDouble(Double::doubleValue));
            metrics.put("rewards/" + name + "/mean", component.mean());
            metrics.put("rewards/" + name + "/std", component.std());
        }
        lengths(metrics, "length", rollouts);
        lengths(
                metrics,
                "terminated_length",
                rollouts.stream().filter(rollout -> !rollout.truncated()).toList());
        metrics.put(
                "completions/clipped_ratio",
                share(rollouts.stream().filter(Rollout::truncated).count(), rollouts.size()));
        metrics.put("num_tokens", (double)
                rollouts.stream().mapToInt(Rollout::tokens).sum());
        return metrics;
    }

    /** Whether all rewards of a group are equal, so that it has no advantages. */
    public static boolean withoutVariance(RolloutGroup group) {
        return Moments.of(group.rollouts().stream().mapToDouble(Rollout::requireReward))
                        .std()
                < ZERO;
    }

    static double shareWithoutVariance(List<RolloutGroup> groups) {
        return share(groups.stream().filter(RolloutMetrics::withoutVariance).count(), groups.size());
    }

    private static void lengths(Map<String, Double> metrics, String name, List<Rollout> rollouts) {
        Moments lengths = Moments.of(rollouts.stream().mapToDouble(Rollout::tokens));
        metrics.put("completions/mean_" + name, lengths.mean());
        metrics.put("completions/min_" + name, lengths.min());
        metrics.put("completions/max_" + name, lengths.max());
    }

    private static double share(long part, int whole) {
        return whole == 0 ? 0 : part / (double) whole;
    }
}
