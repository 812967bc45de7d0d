package org.geor1.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Contract: Wilson's score interval, checked against published values. */
class IntervalTest {

    @Test
    void agreesWithTheTextbook() {
        // 81 of 263 is the example in Newcombe (1998), table I.
        Interval interval = Interval.wilson(81.0 / 263, 263);
        assertThat(interval.low()).isCloseTo(0.2553, within(5e-5));
        assertThat(interval.high()).isCloseTo(0.3662, within(5e-5));
    }

    @Test
    void staysInsideTheUnitInterval() {
        assertThat(Interval.wilson(0, 29).low()).isZero();
        assertThat(Interval.wilson(0, 29).high()).isCloseTo(0.1170, within(5e-5));
        assertThat(Interval.wilson(1, 29).high()).isEqualTo(1);
        assertThat(Interval.wilson(0, 0)).isEqualTo(new Interval(0, 1));
    }
}
