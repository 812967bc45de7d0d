package org.geor1.rl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.torch.TorchScript;

/** Calls {@code adamw.py}. */
final class AdamwScript {

    /** Elements that are updated at a time, where that is done in pieces: some 50 bytes of scratch memory each. */
    private static final long PIECE = 1 << 20;

    private final TorchScript script;

    AdamwScript(TorchScript script) {
        this.script = script;
    }

    /** What a step changes, in place: one entry a weight. */
    record Tensors(
            List<NDArray> weights,
            List<NDArray> gradients,
            List<NDArray> expAvg,
            List<NDArray> expAvgSq,
            List<NDArray> steps) {}

    /** Zeros like {@code weight}, held as {@code type} by {@code owner}. */
    NDArray moment(NDManager owner, NDArray weight, Precision type) {
        try (NDManager scope = owner.newSubManager()) {
            return script.call(owner, "moment", weight, scope.create((long) type.scalarType()), scope.create(0L))
                    .singletonOrThrow();
        }
    }

    /** Of all gradients together, in fp32. */
    NDArray globalNorm(NDManager scope, List<NDArray> gradients) {
        return script.call(scope, "global_norm", gradients).singletonOrThrow();
    }

    /**
     * A step of tensors that are all fp32 and on one device.
     *
     * @param norm of all gradients, by which they are clipped
     * @param settings learning rate, beta1, beta2, epsilon, weight decay, max norm
     */
    void step(NDManager scope, Tensors tensors, NDArray norm, NDArray settings) {
        List<Object> arguments = arguments(tensors, norm, settings);
        script.call(scope, "adamw_step", arguments.toArray());
    }

    /**
     * The same for tensors of fp32 and bf16, wherever they are.
     *
     * @param seeds of the random bits, one a tensor
     */
    void stepByPieces(NDManager scope, Tensors tensors, NDArray norm, NDArray settings, long[] seeds) {
        List<Object> arguments = arguments(tensors, norm, settings);
        arguments.add(scope.create(seeds));
        arguments.add(scope.create(PIECE));
        script.call(scope, "adamw_step_by_pieces", arguments.toArray());
    }

    private static List<Object> arguments(Tensors tensors, NDArray norm, NDArray settings) {
        return new ArrayList<>(List.of(
                tensors.weights(),
                tensors.gradients(),
                tensors.expAvg(),
                tensors.expAvgSq(),
                tensors.steps(),
                norm,
                settings));
    }
}
