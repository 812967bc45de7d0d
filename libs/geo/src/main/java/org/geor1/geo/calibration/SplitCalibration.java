package org.geor1.geo.calibration;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geor1.geo.seed.SeedStream;

/**
 * A calibration that was fitted on one half of some predictions and measured on the other one.
 *
 * @param fitted predictions of the first half
 * @param measured predictions of the second half; all figures are of these
 * @param reliability of the calibrated confidences
 * @param shares of the shares themselves, as if they were confidences
 * @param coverage how many have the truth within their radius, from 0 to 1
 */
public record SplitCalibration(
        Calibration calibration,
        int fitted,
        int measured,
        Reliability reliability,
        Reliability shares,
        double coverage) {

    private static final long SALT = 0xCA11B;

    /**
     * @param predictions by the number of their question. Seed and number decide which half one is in
     * @return empty if there are fewer than twice {@value Calibration#LEAST}
     */
    public static Optional<SplitCalibration> of(Map<Long, Prediction> predictions, long seed) {
        if (predictions.size() < 2 * Calibration.LEAST) {
            return Optional.empty();
        }
        List<Prediction> shuffled = predictions.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Long, Prediction>>comparingLong(
                                one -> SeedStream.hash(SALT, seed, one.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getValue)
                .toList();
        int half = shuffled.size() / 2;
        return Optional.of(
                measure(Calibration.fit(shuffled.subList(0, half)), half, shuffled.subList(half, shuffled.size())));
    }

    private static SplitCalibration measure(Calibration calibration, int fitted, List<Prediction> others) {
        boolean[] right = new boolean[others.size()];
        double[] confidences = new double[others.size()];
        double[] shares = new double[others.size()];
        int covered = 0;
        for (int i = 0; i < right.length; i++) {
            Prediction one = others.get(i);
            right[i] = one.isRight();
            shares[i] = one.share();
            confidences[i] = calibration.confidence(one.share());
            covered += one.distanceKm() <= calibration.radiusKm(one.share()) ? 1 : 0;
        }
        return new SplitCalibration(
                calibration,
                fitted,
                others.size(),
                Reliability.of(confidences, right),
                Reliability.of(shares, right),
                covered / (double) others.size());
    }
}
