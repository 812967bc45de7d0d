package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Inputs of the GRPO objective other than log-probabilities; {@code objective.py} has the formula. M counts the scored
 * tokens of a batch, in order.
 *
 * @param weights [M]: each token's weight in the loss; holds the normalisation
 * @param advantages [M]
 * @param old [M] log-probs of the policy before this step's first update, or empty for the policy itself
 * @param reference [M] log-probs of the reference policy; read when beta is positive
 * @param sampler [M] log-probs that the sampler reported; read if sampler correction is on
 * @param completions [M] i64: which completion each token belongs to, from 0
 * @param settings temperature, epsilon, epsilon_high, beta, delta (0: none), weight of a token's entropy, and the bounds
 *     of the sampler correction
 * @param modes i64: ratio (0 by token, 1 by completion), surrogate (0 clipped, 1 cispo), sampler correction (0 none, 1
 *     by token, 2 by completion), what happens outside the bounds (0 truncate, 1 mask), KL (0 plain, 1 times
 *     the ratio)
 */
public record GrpoTerms(
        NDArray weights,
        NDArray advantages,
        NDArray old,
        NDArray reference,
        NDArray sampler,
        NDArray completions,
        NDArray settings,
        NDArray modes) {

    /** In the order of {@code objective_terms} in {@code objective.py}. */
    public List<NDArray> tensors() {
        return List.of(weights, advantages, old, reference, sampler, completions, settings, modes);
    }
}
