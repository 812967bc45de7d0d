package org.geor1.benchmarks.parity.golden;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/** What to expect of independent trials, at a level that one run in a thousand exceeds by chance. */
final class Binomial {

    private static final double LEVEL = 1e-3;

    private Binomial() {}

    /** The largest rate at which this few hits are still plausible (Clopper and Pearson's upper limit). */
    static double largestRate(int trials, int hits) {
        // The library's interval has two sides and misses as often above as below.
        return BinomialConfidenceInterval.CLOPPER_PEARSON
                .fromErrorRate(trials, hits, 2 * LEVEL)
                .getUpperBound();
    }

    /** The number of hits that is exceeded with a probability of at most the level. */
    static int quantile(int trials, double rate) {
        return BinomialDistribution.of(trials, rate).inverseCumulativeProbability(1 - LEVEL);
    }
}
