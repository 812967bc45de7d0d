package org.geor1.reward.component;

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
        return reward().score(input(completion, 10, "B"));
    }

    @Test
    void theLetterThatWasReadIsSaid() {
        assertThat(reward().parsed(input("<answer>C</answer>", 1, "B"))).hasValue("C");
        assertThat(reward().parsed(input("C", 1, "B"))).isEmpty();
        assertThat(reward().lacks(input("C", 1, "Lisbon")))
                .hasValueSatisfying(lack -> assertThat(lack).contains("truth"));
    }
}
