package org.geor1.geo.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * How well confidences agree with what was right: the bins of a reliability diagram, of equal width, and their expected
 * calibration error (Guo et al., 2017, On Calibration of Modern Neural Networks).
 *
 * @param bins those that are not empty, from low confidence to high
 */
public record Reliability(List<Bin> bins) {

    /** Bins from 0 to 1, as in the paper. */
    public static final int BINS = 15;

    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * Predictions of about the same confidence.
     *
     * @param confidence mean of their confidences
     * @param accuracy share of them that is right
     */
    public record Bin(int n, double confidence, double accuracy) {}

    /** @param confidences in [0, 1]; bin m of M holds those in ((m − 1) / M, m / M], and the first one also 0 */
    public static Reliability of(double[] confidences, boolean[] right) {
        int[] count = new int[BINS];
        int[] correct = new int[BINS];
        double[] sum = new double[BINS];
        for (int i = 0; i < confidences.length; i++) {
            int bin = bin(confidences[i]);
            count[bin]++;
            correct[bin] += right[i] ? 1 : 0;
            sum[bin] += confidences[i];
        }
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (count[bin] > 0) {
                bins.add(new Bin(count[bin], sum[bin] / count[bin], correct[bin] / (double) count[bin]));
            }
        }
        return new Reliability(bins);
    }

    /** Compared with the edges themselves, because a product such as 15 × 7/15 may round to more than 7. */
    private static int bin(double confidence) {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("a confidence must be in [0, 1], was " + confidence);
        }
        int bin = 0;
        while (confidence > (bin + 1) / (double) BINS) {
            bin++;
        }
        return bin;
    }

    /** The mean distance between confidence and accuracy, each bin counting as often as it has predictions; 0 without any. */
    public double expectedCalibrationError() {
        int all = bins.stream().mapToInt(Bin::n).sum();
        return bins.stream()
                .mapToDouble(bin -> bin.n() / (double) all * Math.abs(bin.accuracy() - bin.confidence()))
                .sum();
    }
}
