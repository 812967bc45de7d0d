package org.geor1.reward.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RepetitionRewardTest extends RewardContract {

    @Override
    Reward reward() {
        return new RepetitionReward();
    }

    @Test
    void repeatedSixGramsArePenalized() {
        assertThat(score("a b c d e")).isZero();
        assertThat(score("a b c d e f g h")).isZero();
        // Twelve words hold seven 6-grams, the last of which repeats the first.
        assertThat(score("a b c d e f a b c d e f")).isEqualTo(-1 / 7.0, Offset.offset(1e-12));
        assertThat(score("a a a a a a a a a a a")).isEqualTo(-5 / 6.0, Offset.offset(1e-12));
    }

    private double score(String completion) {
        return reward().score(input(completion, 10, "B"));
    }
}
