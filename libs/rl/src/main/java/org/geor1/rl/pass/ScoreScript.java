package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.torch.TorchScript;

/** Calls {@code score.py}. */
final class ScoreScript {

    private final QwenModel model;
    private final TorchScript script;

    ScoreScript(QwenModel model, TorchScript script) {
        this.model = model;
        this.script = script;
    }

    /** See {@link TrainingModel#score}. */
    NDList score(NDManager scope, BranchBatch batch, NDArray features, double temperature) {
        return script.call(scope, "score", arguments(scope, model, batch, features, temperature));
    }

    /** Those of {@code score} and of what runs in its place. */
    static Object[] arguments(
            NDManager scope, QwenModel model, BranchBatch batch, NDArray features, double temperature) {
        return new Object[] {
            model.weights().text(),
            batch.prompts().tensors(),
            batch.buckets(),
            batch.scored(),
            features,
            scope.create((float) temperature),
            scope.create((long) TrainingMemory.logitRows(model.config().text().vocabSize()))
        };
    }
}
