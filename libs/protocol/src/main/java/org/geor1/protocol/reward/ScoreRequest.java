package org.geor1.protocol.reward;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the rewards of completions that belong to no run.
 *
 * @param reward as in a run; absent means the default reward
 */
public record ScoreRequest(@Nullable RewardSpec reward, List<Item> completions) {

    /**
     * @param truth the right answer's letter
     * @param tokens the completion's length; its words are counted when absent
     */
    public record Item(
            String completion, String truth, @Nullable Integer tokens) {}
}
