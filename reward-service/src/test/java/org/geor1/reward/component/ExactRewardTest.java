package org.geor1.reward.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.geor1.protocol.reward.RewardTruth;
import org.junit.jupiter.api.Test;

class ExactRewardTest extends RewardContract {

    @Override
    Reward reward() {
        return new ExactReward();
    }

    @Test
    void theAnswerIsTheTruthButForBlanksAroundItAndItsUnicodeForm() {
        assertThat(score("<answer>\n S\u00E3o Paulo\t</answer>", "S\u00E3o Paulo "))
                .isEqualTo(1);
        assertThat(score("<answer>Sa\u0303o Paulo</answer>", "S\u00E3o Paulo")).isEqualTo(1);
        assertThat(score("<answer>\uD83D\uDDFC</answer>", "\uD83D\uDDFC")).isEqualTo(1);
        assertThat(score("<answer></answer>", "")).isEqualTo(1);
        assertThat(score("<answer>s\u00E3o Paulo</answer>", "S\u00E3o Paulo")).isZero();
        assertThat(score("<answer>Sao Paulo</answer>", "S\u00E3o Paulo")).isZero();
        assertThat(score("<answer>S\u00E3o  Paulo</answer>", "S\u00E3o Paulo")).isZero();
        assertThat(score("<answer>S\u00E3o Paulo.</answer>", "S\u00E3o Paulo")).isZero();
    }

    @Test
    void onlyTheFirstBlockIsAnAnswer() {
        assertThat(score("Lisbon", "Lisbon")).isZero();
        assertThat(score("", "")).isZero();
        assertThat(score("<answer>Porto</answer><answer>Lisbon</answer>", "Lisbon"))
                .isZero();
        assertThat(score("<answer>Lisbon</answer><answer>Porto</answer>", "Lisbon"))
                .isEqualTo(1);
        assertThat(reward().lacks(input("x", 1, new RewardTruth(null, "Lisbon", null, null, null))))
                .hasValue("truth is required");
    }

    private double score(String completion, String truth) {
        return reward().score(input(completion, 1, truth));
    }
}
