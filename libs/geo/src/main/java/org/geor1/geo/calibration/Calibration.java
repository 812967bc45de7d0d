package org.geor1.geo.calibration;

import java.util.List;

/**
 * What the share of a first prediction says about the truth, for one model asked in one way.
 *
 * @param confidence from the share to the probability that the truth is within {@value Prediction#RIGHT_KM} km
 * @param radius that holds the truth nine times of ten
 */
public record Calibration(IsotonicRegression confidence, ConformalRadius radius) {

    /** Predictions that a calibration takes at least, and as many to measure it on. */
    public static final int LEAST = 50;

    static Calibration fit(List<Prediction> predictions) {
        return new Calibration(
                IsotonicRegression.fit(
                        predictions.stream().mapToDouble(Prediction::share).toArray(),
                        predictions.stream()
                                .mapToDouble(one -> one.isRight() ? 1 : 0)
                                .toArray()),
                ConformalRadius.fit(predictions, LEAST));
    }

    /** The probability that the truth is within {@value Prediction#RIGHT_KM} km of a first prediction of that share. */
    public double confidence(double share) {
        return confidence.at(share);
    }

    /** A distance that the truth is within nine times of ten. */
    public double radiusKm(double share) {
        return radius.km(share);
    }
}
