package org.geor1.vlm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.geor1.vlm.model.input.ImageBatch;
import org.geor1.vlm.torch.TorchScript;

/** Calls {@code vision.py}. */
final class VisionScript {

    private final TorchScript script;

    VisionScript(TorchScript script) {
        this.script = script;
    }

    /** Features of the images, one after the other, [rows, hidden]. */
    NDArray encode(NDManager scope, ImageBatch images, List<NDArray> weights) {
        return call(scope, "encode_images", images, weights).singletonOrThrow();
    }

    /** What every stage gives: see {@link QwenModel#traceImages}. */
    NDList trace(NDManager scope, ImageBatch images, List<NDArray> weights) {
        return call(scope, "trace_images", images, weights);
    }

    private NDList call(NDManager scope, String method, ImageBatch images, List<NDArray> weights) {
        // Weights second in every call: an array takes its list's name, and calls in several threads must agree on it.
        return script.call(scope, method, images.tensors(), weights, images.whole(), images.window());
    }
}
