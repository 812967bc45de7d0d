package org.geor1.trainer.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.rollout.GroupState;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.protocol.rollout.Rollouts;
import org.geor1.protocol.rollout.StaleGroups;
import org.geor1.protocol.run.Grpo;
import org.geor1.trainer.run.DrivenRun;

/**
 * Waits for the scored groups of a GRPO step, and decides which of them the step trains on.
 *
 * <p>A group is opened so that it is at most {@code max_staleness} versions behind. {@code stale_groups: drop} drops it if
 * the worker reports that it used older weights than it was asked for.
 */
public final class RolloutCollector {

    private final DrivenRun run;
    private final StepGroups groups;
    private final RolloutScheduler scheduler;
    private final int prompts;
    private final Rollouts settings;

    public RolloutCollector(DrivenRun run, StepGroups groups, RolloutScheduler scheduler) {
        this.run = run;
        this.groups = groups;
        this.scheduler = scheduler;
        Grpo grpo = run.spec().requireGrpo();
        this.prompts = grpo.questions().promptsPerStep();
        this.settings = grpo.rollouts();
    }

    /** Waits until all groups of the step are scored, including those that replace others. */
    public CollectedGroups collect(long step) throws InterruptedException {
        List<RolloutGroup> all;
        do {
            groups.await(run, step);
            all = groups.all(run.id(), step);
        } while (dropsStale(step, all) || replacesFlat(step, all));
        List<RolloutGroup> trained = in(GroupState.SCORED, all);
        return new CollectedGroups(trained, metrics(trained, in(GroupState.REPLACED, all)));
    }

    private boolean dropsStale(long step, List<RolloutGroup> all) {
        if (settings.staleGroups() != StaleGroups.DROP) {
            return false;
        }
        List<RolloutGroup> stale = in(GroupState.SCORED, all).stream()
                .filter(group -> CollectedGroups.staleness(group) > settings.maxStaleness())
                .toList();
        if (stale.isEmpty()) {
            return false;
        }
        groups.drop(
                run,
                step,
                stale,
                "its policy was " + CollectedGroups.staleness(stale.get(0)) + " versions behind; max_staleness is "
                        + settings.maxStaleness());
        return true;
    }

    private boolean replacesFlat(long step, List<RolloutGroup> all) {
        int round = all.stream().mapToInt(RolloutGroup::index).max().orElse(0) / prompts + 1;
        List<RolloutGroup> flat = in(GroupState.SCORED, all).stream()
                .filter(RolloutMetrics::withoutVariance)
                .toList();
        if (round > settings.dynamicSampling() || flat.isEmpty()) {
            return false;
        }
        scheduler.replace(step, round, flat);
        return true;
    }

    /**
     * Rewards and lengths are those of the questions first asked, replaced groups included. So they mean the same with and
     * without dynamic sampling.
     */
    private Map<String, Double> metrics(List<RolloutGroup> trained, List<RolloutGroup> replaced) {
        List<RolloutGroup> all = new ArrayList<>(trained);
        all.addAll(replaced);
        Map<String, Double> metrics = RolloutMetrics.of(
                all.stream().filter(group -> group.index() < prompts).toList());
        metrics.put("num_tokens", (double) all.stream()
                .flatMap(group -> group.rollouts().stream())
                .mapToInt(Rollout::tokens)
                .sum());
        if (settings.dynamicSampling() > 0) {
            metrics.put("dynamic_sampling/frac_reward_zero_std", RolloutMetrics.shareWithoutVariance(trained));
            metrics.put("dynamic_sampling/replaced_groups", (double) replaced.size());
        }
        Moments staleness = Moments.of(trained.stream().mapToDouble(CollectedGroups::staleness));
        if (settings.maxStaleness() > 0 || staleness.max() > 0) {
            metrics.put("staleness/mean", staleness.mean());
            metrics.put("staleness/max", staleness.max());
        }
        return metrics;
    }

    private static List<RolloutGroup> in(GroupState state, List<RolloutGroup> groups) {
        return groups.stream().filter(group -> group.state() == state).toList();
    }
}
