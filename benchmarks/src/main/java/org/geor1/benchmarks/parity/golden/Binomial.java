package org.geor1.benchmarks.parity.golden;

/** What so many independent trials may give, at a level that one run in a thousand misses. */
public final class Binomial {

    private static final double LEVEL = 1e-3;
    private static final int BISECTIONS = 60;

    private Binomial() {}

    /** The largest rate under which so few hits are no surprise (Clopper and Pearson's upper limit). */
    public static double largestRate(int trials, int hits) {
        double low = (double) hits / trials;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (atMost(hits, trials, middle) > LEVEL) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** So many hits or fewer are what to expect. */
    public static int quantile(int trials, double rate) {
        int hits = 0;
        while (atMost(hits, trials, rate) < 1 - LEVEL) {
            hits++;
        }
        return hits;
    }

    private static double atMost(int hits, int trials, double rate) {
        double term = trials * Math.log1p(-rate);
        double sum = 0;
        for (int k = 0; k <= hits; k++) {
            sum += Math.exp(term);
            term += Math.log((double) (trials - k) / (k + 1)) + Math.log(rate) - Math.log1p(-rate);
        }
        return sum;
    }
}
