package org.geor1.reward;

import org.geor1.geo.answer.ThinkAnswer;

/**
 * A completion to score.
 *
 * @param parsed the completion read as think and answer
 * @param tokens its length in tokens
 * @param truth the right answer's letter
 */
public record RewardInput(String completion, ThinkAnswer parsed, int tokens, String truth) {

    public static RewardInput of(String completion, int tokens, String truth) {
        return new RewardInput(completion, ThinkAnswer.parse(completion), tokens, truth);
    }
}
