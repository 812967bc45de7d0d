package org.geor1.rl;

import java.util.List;
import org.geor1.vlm.ChatPrompt;

/**
 * All completions of one prompt with their rewards: the unit of GRPO.
 *
 * @param staleness how many policy versions older than the policy that it updates the one was that drew it
 */
public record ScoredGroup(String id, ChatPrompt prompt, List<ScoredCompletion> completions, long staleness) {

    public ScoredGroup {
        completions = List.copyOf(completions);
    }

    /** Drawn by the policy that it updates. */
    public ScoredGroup(String id, ChatPrompt prompt, List<ScoredCompletion> completions) {
        this(id, prompt, completions, 0);
    }

    /**
     * @param tokenIds completion ids as sampled, end-of-turn token included
     * @param samplerLogProbs the sampler's log-probability of each id
     * @param reward the weighted sum of the reward components
     * @param truncated whether the length limit ended it
     */
    public record ScoredCompletion(int[] tokenIds, float[] samplerLogProbs, double reward, boolean truncated) {}
}
