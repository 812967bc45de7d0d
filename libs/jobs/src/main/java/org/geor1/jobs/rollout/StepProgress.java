package org.geor1.jobs.rollout;

import org.jspecify.annotations.Nullable;

/**
 * How far the groups of a step are.
 *
 * @param total groups of the step
 * @param pending groups that still wait for workers
 * @param error the cause of one dropped group
 */
public record StepProgress(
        int total,
        int pending,
        int scored,
        int dropped,
        @Nullable String error) {}
