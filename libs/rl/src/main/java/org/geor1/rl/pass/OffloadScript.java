package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.geor1.vlm.model.ImageBatch;

/** Calls {@code offload.py}: passes of a model whose weights stay in the machine's memory. */
final class OffloadScript {

    private final TrainingModel model;

    OffloadScript(TrainingModel model) {
        this.model = model;
    }

    /** See {@link TrainingModel#score}. */
    NDList score(NDManager scope, BranchBatch batch, NDArray features, double temperature) {
        return model.script()
                .call(scope, "score_offloaded", ScoreScript.arguments(scope, model, batch, features, temperature));
    }

    /** Features of {@code images}, [rows, hidden]. */
    NDArray encodeImages(NDManager scope, ImageBatch images) {
        return model.script()
                .call(
                        scope,
                        "encode_images_offloaded",
                        images.tensors(),
                        model.model().weights().vision(),
                        images.whole(),
                        images.window())
                .singletonOrThrow();
    }
}
