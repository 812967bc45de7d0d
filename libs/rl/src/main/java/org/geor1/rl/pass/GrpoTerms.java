package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Inputs of the GRPO objective other than log-probabilities. M counts the scored tokens of a batch, in order.
 *
 * @param weights [M]: each token's weight in the loss; holds the normalisation
 * @param advantages [M]
 * @param old [M] log-probs of the policy before this step's first update, or empty for the policy itself
 * @param reference [M] log-probs of the reference policy, or empty if there is no KL term
 * @param sampler [M] log-probs that the sampler reported, or empty if there are no sampler weights
 * @param completions [M] i64: which completion each token belongs to, from 0
 */
public record GrpoTerms(
        NDArray weights,
        NDArray advantages,
        NDArray old,
        NDArray reference,
        NDArray sampler,
        NDArray completions,
        ObjectiveSettings settings) {

    /** In the order of {@code ObjectiveTerms} in {@code objective.py}. */
    List<NDArray> tensors(NDManager scope) {
        return List.of(
                weights,
                advantages,
                old,
                reference,
                sampler,
                completions,
                settings.numbers(scope),
                settings.modes(scope));
    }

    /** Terms on the policy itself, without reference and sampler. */
    public static Builder builder(ObjectiveSettings settings) {
        return new Builder(settings);
    }

    /** Collects what the terms hold for each token, by name. */
    public static final class Builder {

        private final ObjectiveSettings settings;
        private float[] weights = {};
        private float[] advantages = {};
        private float[] old = {};
        private float[] reference = {};
        private float[] sampler = {};
        private long[] completions = {};

        private Builder(ObjectiveSettings settings) {
            this.settings = settings;
        }

        public Builder weights(float[] inTheLoss) {
            this.weights = inTheLoss;
            return this;
        }

        public Builder advantages(float[] values) {
            this.advantages = values;
            return this;
        }

        public Builder old(float[] logProbs) {
            this.old = logProbs;
            return this;
        }

        public Builder reference(float[] logProbs) {
            this.reference = logProbs;
            return this;
        }

        public Builder sampler(float[] logProbs) {
            this.sampler = logProbs;
            return this;
        }

        public Builder completions(long[] ofTokens) {
            this.completions = ofTokens;
            return this;
        }

        /** @throws IllegalArgumentException if one has another number of tokens than the weights */
        public GrpoTerms build(NDManager scope) {
            require("advantages", advantages.length);
            require("completions", completions.length);
            requireAllOrNone("old", old.length);
            requireAllOrNone("reference", reference.length);
            requireAllOrNone("sampler", sampler.length);
            return new GrpoTerms(
                    scope.create(weights),
                    scope.create(advantages),
                    scope.create(old),
                    scope.create(reference),
                    scope.create(sampler),
                    scope.create(completions),
                    settings);
        }

        private void requireAllOrNone(String name, int length) {
            if (length != 0) {
                require(name, length);
            }
        }

        private void require(String name, int length) {
            if (length != weights.length) {
                throw new IllegalArgumentException(
                        name + " has " + length + " tokens, but weights has " + weights.length);
            }
        }
    }
}
