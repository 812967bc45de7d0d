package org.geor1.reward.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.geor1.protocol.reward.RewardTruth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every reward: scores are finite, repeatable and within the stated range, whatever the completion. */
abstract class RewardContract {

    abstract Reward reward();

    /** A truth that has what the reward compares with. */
    RewardTruth truth() {
        return RewardTruth.of("B");
    }

    static RewardInput input(String completion, int tokens, String answer) {
        return input(completion, tokens, RewardTruth.of(answer));
    }

    static RewardInput input(String completion, int tokens, RewardTruth truth) {
        return RewardInput.of("?", completion, tokens, false, truth);
    }

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
                "\u0000\uFFFD\uD800",
                "<answer>\uD83D\uDE00</answer>",
                "<answer>NaN, NaN</answer>",
                "<answer>{\"lat\":1e999,\"lon\":-1e999}</answer>",
                "<answer>,,,</answer>"
            })
    void scoresAreFiniteRepeatableAndInRange(String completion) {
        for (int tokens : new int[] {0, 1, 100, 1_000_000}) {
            RewardInput input = input(completion, tokens, truth());
            double score = reward().score(input);
            assertThat(score).isFinite().isBetween(reward().min(), reward().max());
            assertThat(reward().score(input)).isEqualTo(score);
        }
    }

    @Test
    void whatIsReadIsSaidWhateverTheCompletion() {
        String hostile = "<answer>" + "1.5, \uD83D\uDE00 \u00E9,".repeat(1000) + "</answer>";
        long start = System.nanoTime();
        assertThat(reward().score(input(hostile, 1, truth()))).isBetween(reward().min(), reward().max());
        assertThat(reward().parsed(input(hostile, 1, truth()))).isNotNull();
        // Of more than ten thousand characters; the first call may read the gazetteer.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(reward().lacks(input(hostile, 1, truth()))).isEmpty();
    }
}
