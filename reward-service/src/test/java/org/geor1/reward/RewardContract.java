package org.geor1.reward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every reward: scores are finite, repeatable and within the stated range, whatever the completion. */
abstract class RewardContract {

    abstract Reward reward();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "B",
                "<answer>B</answer>",
                "<think>a</think><answer>B</answer>",
                "<think><think></answer><answer>",
                "a a a a a a a a a a a a a a",
                "\u0000\uFFFD\uD800"
            })
    void scoresAreFiniteRepeatableAndInRange(String completion) {
        for (int tokens : new int[] {0, 1, 100, 1_000_000}) {
            RewardInput input = RewardInput.of(completion, tokens, "B");
            double score = reward().score(input);
            assertThat(score).isFinite().isBetween(reward().min(), reward().max());
            assertThat(reward().score(input)).isEqualTo(score);
        }
    }
}
