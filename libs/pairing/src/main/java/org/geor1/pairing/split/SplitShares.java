package org.geor1.pairing.split;

import org.geor1.pairing.place.Split;

/**
 * How much of a dataset each split shall have.
 *
 * @param train share of the places, from 0 to 1; all three make 1
 */
public record SplitShares(double train, double dev, double test) {

    private static final double ROUNDING = 1e-9;

    public SplitShares {
        // Written so that NaN fails as well.
        if (!(train >= 0 && dev >= 0 && test >= 0) || Math.abs(train + dev + test - 1) > ROUNDING) {
            throw new IllegalArgumentException(
                    "shares must be at least 0 and make 1, were " + train + ", " + dev + ", " + test);
        }
    }

    double of(Split split) {
        return switch (split) {
            case TRAIN -> train;
            case DEV -> dev;
            case TEST -> test;
            case NONE, BETWEEN -> 0;
        };
    }
}
