package org.geor1.geo.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A distance within which the truth lies for nine tenths of predictions, by split conformal prediction (Vovk et al., 2005; Lei et
 * al., 2018). Predictions that more than half of the answers agree on have a distance of their own: which of the two kinds a
 * prediction is does not depend on its error, so each kind has the promised coverage (Mondrian conformal prediction). Where one
 * kind is too rare to tell, both have the distance of all predictions.
 *
 * @param agreedKm for a share above one half
 * @param dividedKm for any other share
 */
public record ConformalRadius(double agreedKm, double dividedKm) {

    /** Of a hundred predictions, how many have the truth within the radius. */
    public static final int COVERED_PERCENT = 90;

    private static final double HALF = 0.5;

    /**
     * @param leastOfKind how many predictions of a kind there must be for it to have a distance of its own
     * @throws IllegalArgumentException if there are fewer than nine predictions, which is too few for any distance
     */
    public static ConformalRadius fit(List<Prediction> predictions, int leastOfKind) {
        List<Prediction> agreed =
                predictions.stream().filter(one -> one.share() > HALF).toList();
        List<Prediction> divided =
                predictions.stream().filter(one -> one.share() <= HALF).toList();
        if (Math.min(agreed.size(), divided.size()) >= leastOfKind) {
            return new ConformalRadius(radius(agreed), radius(divided));
        }
        double all = radius(predictions);
        return new ConformalRadius(all, all);
    }

    private static double radius(List<Prediction> predictions) {
        double[] distances =
                predictions.stream().mapToDouble(Prediction::distanceKm).toArray();
        return quantile(distances, COVERED_PERCENT)
                .orElseThrow(() -> new IllegalArgumentException(distances.length + " predictions are too few"));
    }

    /**
     * The ⌈(n + 1) · percent / 100⌉-th smallest of n scores. A further score of the same distribution is no larger with at least
     * that probability. Empty if there are too few scores for it, so that only infinity would do.
     */
    static OptionalDouble quantile(double[] scores, int percent) {
        // In whole numbers: 0.9 is no exact double, and a product that rounds up would take the next score.
        int rank = Math.toIntExact(((scores.length + 1L) * percent + 99) / 100);
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return rank > sorted.length ? OptionalDouble.empty() : OptionalDouble.of(sorted[rank - 1]);
    }

    /** The distance for a prediction of that share. */
    public double km(double share) {
        return share > HALF ? agreedKm : dividedKm;
    }
}
