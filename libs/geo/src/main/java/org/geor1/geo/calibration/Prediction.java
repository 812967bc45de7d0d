package org.geor1.geo.calibration;

/**
 * The first prediction of a picture whose true place is known.
 *
 * @param share of the answers that it is made of, in (0, 1]
 * @param distanceKm to the true place
 */
public record Prediction(double share, double distanceKm) {

    /** A prediction this near to the truth is right. Benchmarks of geolocation count it as the same city. */
    public static final double RIGHT_KM = 25;

    public boolean isRight() {
        return distanceKm <= RIGHT_KM;
    }
}
