package org.geor1.rl;

/** Linear warm-up, then half a cosine from the peak down to a tenth of it. */
record LearningRate(double peak, int warmupSteps, int maxSteps) {

    private static final double FLOOR = 0.1;

    /** Rate of the step after {@code step} steps were taken. */
    double at(long step) {
        double warm = Math.min(1, (step + 1.0) / Math.max(1, warmupSteps));
        double progress = Math.min(1, (double) step / Math.max(1, maxSteps));
        double cosine = FLOOR + (1 - FLOOR) * 0.5 * (1 + Math.cos(Math.PI * progress));
        return peak * warm * cosine;
    }
}
