package org.geor1.trainer.rollout;

import java.util.stream.DoubleStream;

/** Mean, Bessel-corrected standard deviation and range of a sample; all 0 for an empty one. */
record Moments(double mean, double std, double min, double max) {

    static Moments of(DoubleStream sample) {
        double[] values = sample.toArray();
        if (values.length == 0) {
            return new Moments(0, 0, 0, 0);
        }
        double sum = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Moments(mean, values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)), min, max);
    }
}
