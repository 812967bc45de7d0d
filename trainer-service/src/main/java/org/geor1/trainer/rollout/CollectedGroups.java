package org.geor1.trainer.rollout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.rl.grpo.ScoredGroup;

/**
 * The scored groups of a step, in index order.
 *
 * @param trained what the step updates on
 * @param metrics of them and of those that were replaced
 */
public record CollectedGroups(List<RolloutGroup> trained, Map<String, Double> metrics) {

    public CollectedGroups {
        trained = List.copyOf(trained);
        metrics = Map.copyOf(metrics);
    }

    /** As an update takes them. */
    public List<ScoredGroup> scored(Prompts prompts) {
        return scored(trained, prompts);
    }

    /** Groups as an update takes them. */
    public static List<ScoredGroup> scored(List<RolloutGroup> groups, Prompts prompts) {
        return groups.stream().map(group -> scored(group, prompts)).toList();
    }

    private static ScoredGroup scored(RolloutGroup group, Prompts prompts) {
        return new ScoredGroup(
                group.id(),
                prompts.render(group.prompt()),
                group.rollouts().stream()
                        .map(rollout -> new ScoredGroup.ScoredCompletion(
                                rollout.tokenIds(), rollout.logProbs(), rollout.requireReward(), rollout.truncated()))
                        .toList(),
                staleness(group));
    }

    /** Staleness of a group: the version that the step updates minus the oldest sampling version. */
    static long staleness(RolloutGroup group) {
        return group.step()
                - 1
                - group.rollouts().stream()
                        .mapToLong(Rollout::policyVersion)
                        .min()
                        .orElse(group.policyVersion());
    }

    /** Advantages of each group's completions, by rollout id. */
    public Map<String, Double> byRollout(List<double[]> advantages) {
        Map<String, Double> values = new HashMap<>();
        for (int g = 0; g < trained.size(); g++) {
            for (int i = 0; i < advantages.get(g).length; i++) {
                values.put(trained.get(g).rollouts().get(i).id(), advantages.get(g)[i]);
            }
        }
        return values;
    }

    /** Tells the dashboard of the step's rollouts. */
    public NewEvent event(long step) {
        List<String> sample = trained.stream()
                .limit(1)
                .flatMap(group -> group.rollouts().stream())
                .map(Rollout::id)
                .toList();
        return new NewEvent(EventType.ROLLOUT, step, Map.of("groups", trained.size(), "sample", sample));
    }
}
