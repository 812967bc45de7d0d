package org.geor1.local.demo;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/**
 * A 95 % interval of a share.
 *
 * @param low lower end, in [0, 1]
 * @param high upper end, in [0, 1]
 */
public record Interval(double low, double high) {

    /** Wilson's score interval, which stays inside [0, 1] and is valid near its ends too; [0, 1] if n is 0. */
    public static Interval wilson(double share, long n) {
        if (n < 1) {
            return new Interval(0, 1);
        }
        int hits = (int) Math.round(share * n);
        var interval = BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(Math.toIntExact(n), hits, 0.05);
        // Exactly 1 at the end, despite rounding errors.
        return new Interval(interval.getLowerBound(), hits == n ? 1 : interval.getUpperBound());
    }
}
