package org.geor1.reward.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.geor1.geo.answer.AnswerMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LengthRewardTest extends RewardContract {

    @Override
    Reward reward() {
        return new LengthReward(1024, AnswerMethod.STRICT);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "512, 0.75, -0.25", "1024, 0.5, -0.5", "2048, 0.5, -0.5", "100000, 0.5, -0.5"})
    void shorterIsBetterAndTheLimitClamps(int tokens, double right, double wrong) {
        assertThat(reward().score(input("<answer>B</answer>", tokens, "B"))).isEqualTo(right, Offset.offset(1e-12));
        assertThat(reward().score(input("<answer>A</answer>", tokens, "B"))).isEqualTo(wrong, Offset.offset(1e-12));
    }
}
