package org.geor1.benchmarks.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BinomialTest {

    /** By hand: (1 - p)^100 = 0.001, 1 - p^2 = 0.001, and the tails of 3 and 20 fair coins. */
    @Test
    void limitsAreThoseOfTheBinomialDistribution() {
        assertThat(Binomial.largestRate(100, 0)).isCloseTo(1 - Math.pow(1e-3, 0.01), within(1e-9));
        assertThat(Binomial.largestRate(2, 1)).isCloseTo(Math.sqrt(1 - 1e-3), within(1e-9));
        assertThat(Binomial.quantile(3, 0.5)).isEqualTo(3);
        assertThat(Binomial.quantile(20, 0.5)).isEqualTo(17);
        assertThat(Binomial.quantile(1000, 1e-9)).isZero();
    }
}
