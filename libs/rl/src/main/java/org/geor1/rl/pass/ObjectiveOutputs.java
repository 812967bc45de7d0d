package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What the GRPO objective returns for M scored tokens.
 *
 * @param loss [1]
 * @param logProbs [M] of the policy
 * @param entropies [M]
 * @param kl [M] the k3 estimate
 * @param ratios [M] of the policy to the old one
 * @param samplerWeights [M]
 */
public record ObjectiveOutputs(
        NDArray loss, NDArray logProbs, NDArray entropies, NDArray kl, NDArray ratios, NDArray samplerWeights) {

    /** Reads the first fields of {@code GrpoOutcome} in {@code train.py} and {@code ObjectiveGradients}, which are the same. */
    public static ObjectiveOutputs of(NDList out) {
        return new ObjectiveOutputs(out.get(0), out.get(1), out.get(2), out.get(3), out.get(4), out.get(5));
    }
}
