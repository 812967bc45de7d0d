package org.geor1.reward;

import static org.assertj.core.api.Assertions.assertThat;

import org.geor1.geo.answer.AnswerMethod;
import org.junit.jupiter.api.Test;

class AccuracyRewardTest extends RewardContract {

    @Override
    Reward reward() {
        return new AccuracyReward(AnswerMethod.STRICT);
    }

    @Test
    void readsTheLetterOfTheFirstAnswer() {
        assertThat(score("<think>A</think><answer> B </answer>")).isEqualTo(1);
        assertThat(score("no think <answer>B</answer><answer>C</answer>")).isEqualTo(1);
        assertThat(score("<answer>C</answer><answer>B</answer>")).isZero();
        assertThat(score("<answer>tile B</answer>")).isZero();
        assertThat(score("B")).isZero();
    }

    private double score(String completion) {
        return reward().score(RewardInput.of(completion, 10, "B"));
    }
}
