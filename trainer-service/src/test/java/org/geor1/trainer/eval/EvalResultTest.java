package org.geor1.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Wilson's interval equals published values, and is exact at its ends. */
class EvalResultTest {

    @Test
    void equalsWilsonsInterval() {
        EvalResult.Share share = EvalResult.Share.of(81, 263);
        assertThat(share.low()).isCloseTo(0.2553, within(1e-4));
        assertThat(share.high()).isCloseTo(0.3662, within(1e-4));
        assertThat(EvalResult.Share.of(0, 20).low()).isZero();
        assertThat(EvalResult.Share.of(20, 20).high()).isEqualTo(1);
        assertThat(EvalResult.Share.of(0, 0)).isEqualTo(new EvalResult.Share(0, 0, 1, 0));
    }
}
