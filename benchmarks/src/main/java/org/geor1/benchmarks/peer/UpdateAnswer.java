package org.geor1.benchmarks.peer;

/**
 * A trainer's report on a step, with the field names of {@code trl_grpo.py}.
 *
 * @param loss before the update
 * @param grad_norm before clipping
 * @param step_seconds the whole step: drawing completions if none were given, rewards, update
 * @param update_seconds from prepared completions to new weights
 * @param tokens of completions
 * @param idle_bytes resident memory before the update, if requested
 * @param peak_bytes the highest resident memory during the update, if requested
 */
record UpdateAnswer(
        double loss,
        double grad_norm,
        double step_seconds,
        double update_seconds,
        long tokens,
        long idle_bytes,
        long peak_bytes) {

    long memory() {
        return peak_bytes - idle_bytes;
    }
}
