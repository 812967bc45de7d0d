package org.geor1.rl.optimizer;

/**
 * Linear warm-up from zero to the peak, then half a cosine down to a tenth of it: {@code cosine_with_min_lr} of {@code
 * transformers.get_scheduler} with a {@code min_lr_rate} of 0.1.
 *
 * @param warmupSteps optimizer steps until the peak
 * @param maxSteps optimizer steps of the whole run, warm-up included
 */
public record LearningRate(double peak, int warmupSteps, int maxSteps) {

    private static final double FLOOR = 0.1;

    /** Rate of the step after {@code step} steps were taken. */
    public double at(long step) {
        if (step < warmupSteps) {
            return peak * step / warmupSteps;
        }
        // Past the end the cosine would climb again.
        double progress = Math.min(1, (double) (step - warmupSteps) / Math.max(1, maxSteps - warmupSteps));
        return peak * (FLOOR + (1 - FLOOR) * 0.5 * (1 + Math.cos(Math.PI * progress)));
    }
}
