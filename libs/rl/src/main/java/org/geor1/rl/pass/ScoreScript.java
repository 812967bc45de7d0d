package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** Calls {@code score.py}. */
final class ScoreScript {

    private final TrainingModel model;

    ScoreScript(TrainingModel model) {
        this.model = model;
    }

    /** See {@link TrainingModel#score}. */
    NDList score(NDManager scope, BranchBatch batch, NDArray features, double temperature) {
        return model.script().call(scope, "score", arguments(scope, model, batch, features, temperature));
    }

    /** Those of {@code score} and of what runs in its place. */
    static Object[] arguments(
            NDManager scope, TrainingModel model, BranchBatch batch, NDArray features, double temperature) {
        return new Object[] {
            model.model().weights().text(),
            batch.prompts().tensors(),
            batch.sheets(),
            batch.scored(),
            features,
            scope.create((float) temperature),
            scope.create((long)
                    TrainingMemory.logitRows(model.model().config().text().vocabSize()))
        };
    }
}
