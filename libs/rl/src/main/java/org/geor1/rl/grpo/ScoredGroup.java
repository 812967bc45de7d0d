package org.geor1.rl.grpo;

import java.util.List;
import org.geor1.vlm.ChatPrompt;

/**
 * All completions of one prompt with their rewards: the unit of GRPO.
 *
 * @param staleness current policy version minus the version that sampled it
 */
public record ScoredGroup(String id, ChatPrompt prompt, List<ScoredCompletion> completions, long staleness) {

    public ScoredGroup {
        completions = List.copyOf(completions);
    }

    /** A group that the current policy sampled. */
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
