package org.geor1.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.geor1.jobs.rollout.GroupState;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.RunSpec;
import org.geor1.protocol.StaleGroups;

/**
 * The groups of a GRPO run's steps: when they are opened, which policy draws them, which are too old, which are replaced.
 *
 * <p>Step n is drawn from version max(0, n − 1 − s), s being {@code max_staleness} (a fork has its start step for 0): it is opened as soon as that version is
 * published, and drawn while the trainer still works on the s steps before it. Its policy, questions and seeds follow from
 * n alone, and what was opened stays opened in the database, so a run that was cut short takes its open groups up again
 * and trains on what it would have trained on.
 *
 * <p>A group is at most s versions behind by this; {@code stale_groups: drop} holds a worker to it that says that it drew
 * from older weights than it was asked to.
 *
 * <p>Dynamic sampling (DAPO, arXiv 2503.14476) replaces groups without reward variance once the others are in: by
 * questions from beyond the run's last step, drawn from the newest policy, round after round up to the limit. Groups of
 * round r of a step with P prompts have the indices from r P on, so the rows tell which round it was.
 */
final class GrpoGroups {

    private final RunContext context;
    private final GroupSteps groups;
    private final StepStore steps;
    private final RunSpec.Grpo grpo;
    private final RunSpec.Rollouts rollouts;
    private final PairingQuestions questions;
    private final PairingQuestions further;
    private long opened;

    GrpoGroups(RunContext context, GroupSteps groups, StepStore steps, PairingQuestions questions) {
        this.context = context;
        this.groups = groups;
        this.steps = steps;
        this.grpo = context.spec().method().requireGrpo();
        this.rollouts = grpo.rollouts();
        this.questions = questions;
        // The same list, read from another place.
        this.further = PairingQuestions.training(context.spec().seed(), grpo);
    }

    /**
     * The scored groups of a step, in index order.
     *
     * @param trained what the step updates on
     * @param replaced what further questions took the place of
     * @param metrics of both
     */
    record Step(List<RolloutGroup> trained, List<RolloutGroup> replaced, Map<String, Double> metrics) {}

    /** How many versions behind the policy that it updates the oldest was that drew of the group. */
    static long staleness(RolloutGroup group) {
        return group.step()
                - 1
                - group.rollouts().stream()
                        .mapToLong(Rollout::policyVersion)
                        .min()
                        .orElse(group.policyVersion());
    }

    /** Opens what may be opened, and waits for the groups of one step. */
    Step collect(long step) throws InterruptedException {
        long last = Math.min(step + rollouts.maxStaleness(), grpo.maxSteps());
        for (long ahead = Math.max(step, opened + 1); ahead <= last; ahead++) {
            long version = Math.max(context.run().startStep(), ahead - 1 - rollouts.maxStaleness());
            groups.open(context, ahead, asked(ahead), draw(version));
            opened = ahead;
        }
        List<RolloutGroup> all;
        do {
            groups.await(context, step);
            all = groups.all(context.id(), step);
        } while (dropTooOld(step, all) || replaceFlat(step, all));
        List<RolloutGroup> trained = in(GroupState.SCORED, all);
        List<RolloutGroup> replaced = in(GroupState.REPLACED, all);
        return new Step(trained, replaced, metrics(trained, replaced));
    }

    private boolean dropTooOld(long step, List<RolloutGroup> all) {
        if (rollouts.staleGroups() != StaleGroups.DROP) {
            return false;
        }
        List<RolloutGroup> old = in(GroupState.SCORED, all).stream()
                .filter(group -> staleness(group) > rollouts.maxStaleness())
                .toList();
        if (old.isEmpty()) {
            return false;
        }
        groups.drop(
                context,
                step,
                old,
                "its policy was " + staleness(old.get(0)) + " versions behind; max_staleness is "
                        + rollouts.maxStaleness());
        return true;
    }

    private boolean replaceFlat(long step, List<RolloutGroup> all) {
        int prompts = grpo.promptsPerStep();
        int round = all.stream().mapToInt(RolloutGroup::index).max().orElse(0) / prompts + 1;
        List<RolloutGroup> flat = in(GroupState.SCORED, all).stream()
                .filter(RolloutMetrics::withoutVariance)
                .toList();
        if (round > rollouts.dynamicSampling() || flat.isEmpty()) {
            return false;
        }
        long first = ((grpo.maxSteps() + (step - 1) * rollouts.dynamicSampling()) + round - 1) * prompts;
        List<PairingQuestions.Asked> asked = LongStream.range(first, first + flat.size())
                .mapToObj(further::get)
                .toList();
        groups.replace(context, step, flat, round * prompts, asked, draw(step - 1));
        return true;
    }

    /**
     * Rewards and lengths are those of the questions first asked, replaced groups among them: with and without dynamic
     * sampling they say the same of the policy.
     */
    private Map<String, Double> metrics(List<RolloutGroup> trained, List<RolloutGroup> replaced) {
        List<RolloutGroup> all = new ArrayList<>(trained);
        all.addAll(replaced);
        Map<String, Double> metrics = RolloutMetrics.of(all.stream()
                .filter(group -> group.index() < grpo.promptsPerStep())
                .toList());
        metrics.put("num_tokens", (double) all.stream()
                .flatMap(group -> group.rollouts().stream())
                .mapToInt(Rollout::tokens)
                .sum());
        if (rollouts.dynamicSampling() > 0) {
            metrics.put("dynamic_sampling/frac_reward_zero_std", RolloutMetrics.shareWithoutVariance(trained));
            metrics.put("dynamic_sampling/replaced_groups", (double) replaced.size());
        }
        Moments staleness = Moments.of(trained.stream().mapToDouble(GrpoGroups::staleness));
        if (rollouts.maxStaleness() > 0 || staleness.max() > 0) {
            metrics.put("staleness/mean", staleness.mean());
            metrics.put("staleness/max", staleness.max());
        }
        return metrics;
    }

    private static List<RolloutGroup> in(GroupState state, List<RolloutGroup> groups) {
        return groups.stream().filter(group -> group.state() == state).toList();
    }

    private List<PairingQuestions.Asked> asked(long step) {
        long first = (step - 1) * grpo.promptsPerStep();
        return LongStream.range(first, first + grpo.promptsPerStep())
                .mapToObj(questions::get)
                .toList();
    }

    private GroupSteps.Draw draw(long version) {
        String artifact = steps.policyArtifact(context.id(), version)
                .orElseThrow(() -> new IllegalStateException("policy version " + version + " is not published"));
        return new GroupSteps.Draw(
                grpo.groupSize(), grpo.temperature(), grpo.sampling(), grpo.maxCompletionLength(), version, artifact);
    }
}
