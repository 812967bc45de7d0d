package org.geor1.rl.trained;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.geor1.protocol.training.Lora;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.rl.trained.LoraLayout.Place;

/** Calls {@code lora.py} for the adapters of one model. */
final class LoraScript {

    private final TrainingModel model;
    private final Lora lora;
    private final List<Place> places;

    LoraScript(TrainingModel model, Lora lora, List<Place> places) {
        this.model = model;
        this.lora = lora;
        this.places = places;
    }

    /** Gradients of every A, then of every B, from those of the model's tensors. */
    List<NDArray> gradients(NDManager scope, List<NDArray> all, List<NDArray> a, List<NDArray> b) {
        return model.script().call(scope, "lora_gradients", all, a, b, placement(scope), scope.create(lora.scale()));
    }

    /** Puts base + scale × B A into the model. */
    void merge(NDManager scope, List<NDArray> base, List<NDArray> a, List<NDArray> b) {
        model.script()
                .call(
                        scope,
                        "lora_merge",
                        model.model().weights().parameters(),
                        base,
                        a,
                        b,
                        placement(scope),
                        scope.create(lora.scale()));
    }

    /** For each adapter its tensor, first row and number of rows. */
    private NDArray placement(NDManager scope) {
        long[] placement = new long[3 * places.size()];
        for (int i = 0; i < places.size(); i++) {
            placement[3 * i] = places.get(i).tensor();
            placement[3 * i + 1] = places.get(i).first();
            placement[3 * i + 2] = places.get(i).rows();
        }
        return scope.create(placement);
    }
}
