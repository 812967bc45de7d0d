package org.geor1.rl.grpo;

import java.util.ArrayList;
import java.util.List;
import org.geor1.rl.grpo.GrpoPart.Group;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;

/**
 * A step's groups ready for its updates: advantages, the weight of each token, and without the groups that add nothing to
 * loss or gradient.
 *
 * @param advantages of each group's completions, in the order of the groups
 * @param parts the groups, split into parts of one script call each
 */
record GrpoBatch(List<double[]> advantages, List<GrpoPart> parts) {

    static GrpoBatch of(GrpoConfig config, List<ScoredGroup> groups) {
        GrpoObjective objective = config.objective();
        List<double[]> rewards = groups.stream().map(GrpoBatch::rewards).toList();
        List<double[]> advantages = Advantages.of(rewards, config.scaleRewards());
        // KL and entropy have a gradient even where all rewards are equal.
        boolean all = config.beta() > 0 || objective.entropyCoef() != 0;
        List<Group> fresh = new ArrayList<>();
        List<Group> stale = new ArrayList<>();
        int completions = 0;
        long tokens = 0;
        for (int g = 0; g < groups.size(); g++) {
            List<GrpoPart.Scored> scored = new ArrayList<>();
            for (int i = 0; i < advantages.get(g).length; i++) {
                ScoredCompletion completion = groups.get(g).completions().get(i);
                // Means are over the whole step, including completions that add zero.
                completions++;
                if (!objective.maskTruncatedCompletions() || !completion.truncated()) {
                    tokens += completion.tokenIds().length;
                    scored.add(new GrpoPart.Scored(completion, advantages.get(g)[i]));
                }
            }
            if (!scored.isEmpty() && (all || Advantages.any(rewards.get(g)))) {
                (groups.get(g).staleness() > 0 ? stale : fresh)
                        .add(new Group(groups.get(g).id(), groups.get(g).prompt(), scored));
            }
        }
        GrpoPart.TokenWeight weight = weight(objective, completions, tokens);
        double entropyWeight = objective.entropyCoef() / Math.max(1, tokens);
        boolean shared = config.sharedPrefix();
        List<GrpoPart> parts = new ArrayList<>();
        split(fresh).forEach(part -> parts.add(new GrpoPart(part, false, shared, weight, entropyWeight)));
        split(stale).forEach(part -> parts.add(new GrpoPart(part, true, shared, weight, entropyWeight)));
        return new GrpoBatch(advantages, parts);
    }

    private static List<List<Group>> split(List<Group> groups) {
        List<List<Group>> parts = new ArrayList<>();
        for (int from = 0; from < groups.size(); from += GrpoConfig.GROUPS_PER_PASS) {
            parts.add(groups.subList(from, Math.min(from + GrpoConfig.GROUPS_PER_PASS, groups.size())));
        }
        return parts;
    }

    private static double[] rewards(ScoredGroup group) {
        return group.completions().stream()
                .mapToDouble(ScoredCompletion::reward)
                .toArray();
    }

    /**
     * @param completions of the step
     * @param tokens of its completions, without those that are masked
     */
    private static GrpoPart.TokenWeight weight(GrpoObjective objective, double completions, double tokens) {
        return switch (objective.lossType()) {
            case GRPO -> length -> 1 / (completions * length);
            case BNPO, DAPO, CISPO -> length -> 1 / tokens;
            case DR_GRPO -> length -> 1 / (completions * objective.maxCompletionLength());
        };
    }
}
