package org.geor1.reward.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatRewardTest extends RewardContract {

    @Override
    Reward reward() {
        return new FormatReward();
    }

    @Test
    void theWholeCompletionMustHaveTheFormat() {
        assertThat(score("<think>why\n</think>\n <answer>C</answer>")).isEqualTo(1);
        assertThat(score("<think>why</think><answer>C</answer>.")).isZero();
        assertThat(score("so <think>why</think><answer>C</answer>")).isZero();
        assertThat(score("<answer>C</answer>")).isZero();
    }

    private double score(String completion) {
        return reward().score(input(completion, 10, "B"));
    }
}
