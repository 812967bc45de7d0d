package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.ImageBatch;
import org.geor1.vlm.torch.TorchScript;

/** Calls {@code offload.py}: passes of a model whose weights stay in the machine's memory. */
final class OffloadScript {

    private final QwenModel model;
    private final TorchScript script;

    OffloadScript(QwenModel model, TorchScript script) {
        this.model = model;
        this.script = script;
    }

    /** See {@link TrainingModel#score}. */
    NDList score(NDManager scope, BranchBatch batch, NDArray features, double temperature) {
        return script.call(scope, "score_offloaded", ScoreScript.arguments(scope, model, batch, features, temperature));
    }

    /** Features of {@code images}, [rows, hidden]. */
    NDArray encodeImages(NDManager scope, ImageBatch images) {
        return script.call(
                        scope,
                        "encode_images_offloaded",
                        images.tensors(),
                        model.weights().vision(),
                        images.whole(),
                        images.window())
                .singletonOrThrow();
    }
}
