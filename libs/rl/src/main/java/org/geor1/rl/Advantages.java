package org.geor1.rl;

import java.util.Arrays;

/** Group-relative advantages (paper section 3.3; TRL's {@code scale_rewards}). */
public final class Advantages {

    /** Keeps the division finite; TRL's value. */
    static final double EPSILON = 1e-4;

    private Advantages() {}

    /**
     * {@code r − mean}, divided by {@code std + 1e-4} if {@code scale}; std is Bessel-corrected. A group of one has
     * advantage 0.
     */
    public static double[] of(double[] rewards, boolean scale) {
        double mean = Arrays.stream(rewards).average().orElse(0);
        double std = std(rewards);
        return Arrays.stream(rewards)
                .map(reward -> (reward - mean) / (scale ? std + EPSILON : 1))
                .toArray();
    }

    /** Bessel-corrected standard deviation; 0 for fewer than two values. */
    public static double std(double[] values) {
        if (values.length < 2) {
            return 0;
        }
        double mean = Arrays.stream(values).average().orElse(0);
        double sum = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(sum / (values.length - 1));
    }
}
