package org.geor1.reward.component;

import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.protocol.reward.RewardTruth;

/**
 * A completion to score.
 *
 * @param prompt what the model was asked, with {@code <image>} for each image; may be empty
 * @param parsed the completion read as think and answer
 * @param tokens its length in tokens
 * @param truncated whether the length limit ended it
 */
public record RewardInput(
        String prompt, String completion, ThinkAnswer parsed, int tokens, boolean truncated, RewardTruth truth) {

    public static RewardInput of(String prompt, String completion, int tokens, boolean truncated, RewardTruth truth) {
        return new RewardInput(prompt, completion, ThinkAnswer.parse(completion), tokens, truncated, truth);
    }

    /** The text of the first answer block without blanks around it, or the empty text. */
    public String answer() {
        return parsed.answer().map(String::strip).orElse("");
    }
}
