package org.geor1.rl.grpo;

/**
 * How the reference policy follows the trained one: every so many optimizer steps it becomes {@code alpha × policy + (1 −
 * alpha) × reference} (TRL's {@code sync_ref_model}).
 *
 * @param steps optimizer steps between two moves
 * @param alpha share of the policy, in [0, 1]
 */
public record ReferenceSync(int steps, double alpha) {

    boolean isDue(long optimizerStep) {
        return optimizerStep % steps == 0;
    }
}
