package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.geor1.vlm.model.PromptBatch;

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

    static Object[] arguments(
            NDManager scope, TrainingModel model, BranchBatch batch, NDArray features, double temperature) {
        PromptBatch prompts = batch.prompts();
        return new Object[] {
            model.model().weights().text(),
            prompts.ids(),
            prompts.positions(),
            features,
            prompts.slots(),
            prompts.features(),
            prompts.lengths(),
            prompts.bases(),
            batch.sheets(),
            batch.picks(),
            batch.targets(),
            scope.create((float) temperature),
            scope.create((long)
                    TrainingMemory.logitRows(model.model().config().text().vocabSize()))
        };
    }
}
