package org.geor1.geo.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Contract: bins and error are those of Guo et al. (2017), section 2. */
class ReliabilityTest {

    /** Worked by hand: 0.9, 0.9 and 0.92 are in bin 14 and 0.31 in bin 5; 3/4 · |2/3 − 0.90667| + 1/4 · |1 − 0.31| = 0.3525. */
    @Test
    void theErrorIsTheMeanDistanceOfConfidenceAndAccuracy() {
        Reliability reliability =
                Reliability.of(new double[] {0.9, 0.31, 0.92, 0.9}, new boolean[] {true, true, false, true});

        assertThat(reliability.bins()).hasSize(2);
        assertThat(reliability.bins().get(0)).isEqualTo(new Reliability.Bin(1, 0.31, 1));
        assertThat(reliability.bins().get(1).n()).isEqualTo(3);
        assertThat(reliability.bins().get(1).accuracy()).isEqualTo(2 / 3.0);
        assertThat(reliability.expectedCalibrationError()).isCloseTo(0.3525, within(1e-12));
    }

    /** Within a bin, too high and too low make up for each other; between bins they do not. */
    @Test
    void onlyWithinABinErrorsMakeUpForEachOther() {
        assertThat(Reliability.of(new double[] {0.49, 0.51}, new boolean[] {false, true})
                        .expectedCalibrationError())
                .isCloseTo(0, within(1e-12));
        assertThat(Reliability.of(new double[] {0.4, 0.6}, new boolean[] {false, true})
                        .expectedCalibrationError())
                .isCloseTo(0.4, within(1e-12));
    }

    /** Each edge m/15 belongs to the bin below it, also where its double times 15 is more than m. */
    @Test
    void edgesBelongToTheBinBelowAndZeroToTheFirst() {
        for (int m = 1; m <= Reliability.BINS; m++) {
            double edge = m / (double) Reliability.BINS;
            double middle = (m - 0.5) / Reliability.BINS;
            assertThat(Reliability.of(new double[] {edge, middle}, new boolean[2])
                            .bins())
                    .as("edge %d", m)
                    .hasSize(1);
            if (m < Reliability.BINS) {
                assertThat(Reliability.of(new double[] {edge, Math.nextUp(edge)}, new boolean[2])
                                .bins())
                        .as("edge %d", m)
                        .hasSize(2);
            }
        }
        assertThat(Reliability.of(new double[] {0, 0.01}, new boolean[2]).bins())
                .hasSize(1);
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        for (double confidence : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> Reliability.of(new double[] {confidence}, new boolean[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nothingHasNoError() {
        assertThat(Reliability.of(new double[0], new boolean[0]).expectedCalibrationError())
                .isZero();
    }
}
