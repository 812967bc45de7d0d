package org.geor1.geo.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Contract: a calibration is measured on predictions that it was not fitted on, and corrects shares that promise too much. */
class SplitCalibrationTest {

    private static final int ANSWERS = 8;

    /**
     * Right with probability share² / 2, and else up to 15,000 km off. For a share of 8 levels this is over-confident by up to
     * one half.
     */
    private static Map<Long, Prediction> overConfident(int count, long seed) {
        Random random = new Random(seed);
        Map<Long, Prediction> predictions = new TreeMap<>();
        for (long item = 0; item < count; item++) {
            double share = (1 + random.nextInt(ANSWERS)) / (double) ANSWERS;
            boolean right = random.nextDouble() < share * share / 2;
            double distance = right ? 25 * random.nextDouble() : 26 + 15_000 * random.nextDouble();
            predictions.put(item, new Prediction(share, distance));
        }
        return predictions;
    }

    /**
     * With N predictions in each half and K levels, both the fitted and the measured mean of a level of N / K predictions miss
     * the true probability by at most √(K / 4N) in the root mean square, so their expected distance is at most √(K / 2N), which
     * is 0.045 for 2000 and 8. Pooling only brings the fit nearer. Twice that leaves room for this one draw.
     */
    @Test
    void sharesThatPromiseTooMuchBecomeHonest() {
        SplitCalibration found = SplitCalibration.of(overConfident(4000, 1), 7).orElseThrow();

        assertThat(found.shares().expectedCalibrationError()).isGreaterThan(0.3);
        assertThat(found.reliability().expectedCalibrationError()).isLessThan(0.09);
        assertThat(found.calibration().confidence().values()).isSorted();
        assertThat(found.calibration().confidence(1)).isBetween(0.4, 0.6);
        assertThat(found.calibration().confidence(0.125)).isBetween(0.0, 0.05);
        // Five standard deviations of a share of 2000: 5 · √(0.9 · 0.1 / 2000) = 0.034, twice, for both halves.
        assertThat(found.coverage()).isBetween(0.83, 0.97);
    }

    @Test
    void theRadiusKnowsWhetherAnswersAgree() {
        Calibration found =
                SplitCalibration.of(overConfident(4000, 1), 7).orElseThrow().calibration();

        assertThat(found.radiusKm(1)).isLessThan(found.radiusKm(0.5));
    }

    @Test
    void halvesAreEqualAndMeasuredApart() {
        SplitCalibration found = SplitCalibration.of(overConfident(101, 2), 7).orElseThrow();

        assertThat(found.fitted()).isEqualTo(50);
        assertThat(found.measured()).isEqualTo(51);
        assertThat(found.reliability().bins().stream()
                        .mapToInt(Reliability.Bin::n)
                        .sum())
                .isEqualTo(51);
    }

    /** A half that is measured by its own fit has an error of exactly 0 where the fit pools nothing away. */
    @Test
    void noPredictionIsMeasuredByItsOwnFit() {
        SplitCalibration found = SplitCalibration.of(overConfident(200, 4), 7).orElseThrow();

        assertThat(found.reliability().expectedCalibrationError()).isGreaterThan(0.01);
    }

    @Test
    void fewerPredictionsThanTwoHalvesNeedAreTooFew() {
        assertThat(SplitCalibration.of(overConfident(99, 3), 7)).isEmpty();
        assertThat(SplitCalibration.of(overConfident(100, 3), 7)).isPresent();
    }

    @Test
    void seedAndItemDecideTheHalf() {
        Map<Long, Prediction> predictions = overConfident(400, 5);
        Map<Long, Prediction> moved = new TreeMap<>();
        predictions.forEach((item, prediction) -> moved.put(item + 1, prediction));

        assertThat(SplitCalibration.of(predictions, 7)).isEqualTo(SplitCalibration.of(new TreeMap<>(predictions), 7));
        assertThat(SplitCalibration.of(predictions, 8)).isNotEqualTo(SplitCalibration.of(predictions, 7));
        assertThat(SplitCalibration.of(moved, 7)).isNotEqualTo(SplitCalibration.of(predictions, 7));
    }
}
