package org.geor1.rl.pass;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.geor1.vlm.torch.TorchScript;

/** Calls {@code objective.py}, which needs no model. */
public final class ObjectiveScript implements AutoCloseable {

    private final TorchScript script;

    private ObjectiveScript(TorchScript script) {
        this.script = script;
    }

    public static ObjectiveScript open(Device device) {
        return new ObjectiveScript(TrainingScripts.compileObjective(device));
    }

    /**
     * @param logProbs [M] of the policy
     * @param entropies [M]
     * @return loss, log-probs, entropies, k3 KL, ratios and sampler weights, [M] each, then the gradients of the loss by
     *     log-probabilities and by entropies, [M] each
     */
    public NDList gradients(NDManager scope, NDArray logProbs, NDArray entropies, GrpoTerms terms) {
        return script.callWithGradients(scope, "objective_gradients", logProbs, entropies, terms.tensors());
    }

    @Override
    public void close() {
        script.close();
    }
}
