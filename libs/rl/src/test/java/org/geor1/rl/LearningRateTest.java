package org.geor1.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {

    private final LearningRate rate = new LearningRate(2e-4, 10, 400);

    @Test
    void risesLinearlyToThePeak() {
        assertThat(rate.at(0)).isEqualTo(2e-5, within(1e-9));
        assertThat(rate.at(4)).isEqualTo(1e-4, within(1e-7));
        assertThat(rate.at(9)).isEqualTo(2e-4, within(5e-7));
    }

    @Test
    void fallsByHalfACosineToATenth() {
        assertThat(rate.at(200)).as("half way: the mean of peak and floor").isEqualTo(1.1e-4, within(1e-12));
        assertThat(rate.at(400)).isEqualTo(2e-5, within(1e-12));
        assertThat(rate.at(500)).as("past the end").isEqualTo(2e-5, within(1e-12));
    }

    @Test
    void needsNoWarmUp() {
        assertThat(new LearningRate(1, 0, 10).at(0)).isEqualTo(1);
    }
}
