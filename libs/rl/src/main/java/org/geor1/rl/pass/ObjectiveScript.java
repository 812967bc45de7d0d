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
     */
    public Gradients gradients(NDManager scope, NDArray logProbs, NDArray entropies, GrpoTerms terms) {
        NDList out = script.callWithGradients(scope, "objective_gradients", logProbs, entropies, terms.tensors(scope));
        return new Gradients(ObjectiveOutputs.of(out), out.get(6), out.get(7));
    }

    /**
     * In the order of {@code ObjectiveGradients}.
     *
     * @param gradLogProbs [M] of the loss with respect to log-probabilities
     * @param gradEntropies [M] with respect to entropies
     */
    public record Gradients(ObjectiveOutputs outputs, NDArray gradLogProbs, NDArray gradEntropies) {}

    @Override
    public void close() {
        script.close();
    }
}
