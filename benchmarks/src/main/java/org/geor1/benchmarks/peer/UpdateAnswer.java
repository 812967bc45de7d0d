package org.geor1.benchmarks.peer;

/**
 * What a trainer tells of a step, under the names that {@code trl_grpo.py} writes.
 *
 * @param loss before the update
 * @param grad_norm before clipping
 * @param step_seconds all of it: completions drawn if none were given, rewards, update
 * @param update_seconds from prepared completions to new weights
 * @param tokens of completions
 * @param idle_bytes resident memory before the update, if it was asked for
 * @param peak_bytes the highest within the update, if it was asked for
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
