package org.geor1.rl;

/** Linear warm-up, then a cosine down to a floor, or flat. */
record LearningRate(double peak, int warmupSteps, int maxSteps, double floor) {

    /** Rate of the step after {@code step} steps were taken. */
    double at(long step) {
        double warm = Math.min(1, (step + 1.0) / Math.max(1, warmupSteps));
        double progress = Math.min(1, (double) step / Math.max(1, maxSteps));
        double cosine = floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * progress));
        return peak * warm * cosine;
    }
}
