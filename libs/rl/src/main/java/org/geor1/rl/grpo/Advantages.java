package org.geor1.rl.grpo;

import java.util.Arrays;
import java.util.List;
import org.geor1.protocol.grpo.ScaleRewards;

/** Group-relative advantages (paper section 3.3; TRL's {@code scale_rewards}). */
public final class Advantages {

    /** Keeps the division finite; TRL's value. */
    static final double EPSILON = 1e-4;

    private Advantages() {}

    /**
     * {@code r − mean of the group}, divided by {@code std + 1e-4} if {@code scale} says so; std is Bessel-corrected. A
     * group of one has advantage 0.
     *
     * @param groups the rewards of each group of the step
     */
    public static List<double[]> of(List<double[]> groups, ScaleRewards scale) {
        double stepStd = std(groups.stream().flatMapToDouble(Arrays::stream).toArray());
        return groups.stream()
                .map(rewards -> {
                    double mean = Arrays.stream(rewards).average().orElse(0);
                    double divisor = switch (scale) {
                        case GROUP -> std(rewards) + EPSILON;
                        case BATCH -> stepStd + EPSILON;
                        case NONE -> 1;
                    };
                    return Arrays.stream(rewards)
                            .map(reward -> (reward - mean) / divisor)
                            .toArray();
                })
                .toList();
    }

    /** Whether the rewards of a group differ. Their standard deviation may not tell: a mean is rounded. */
    static boolean any(double[] rewards) {
        return Arrays.stream(rewards).distinct().count() > 1;
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
