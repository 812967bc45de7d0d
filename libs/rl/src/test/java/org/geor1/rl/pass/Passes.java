package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** Runs a single pass: its outputs without the timing, then a gradient for each trained tensor. */
final class Passes {

    private Passes() {}

    static TrainingMemory keeping(TrainingModel qwen) {
        return TrainingMemory.of(false, qwen.model().config().text().vocabSize());
    }

    static NDList grpo(
            NDManager scope,
            TrainingModel qwen,
            BranchBatch batch,
            boolean frozen,
            GrpoTerms terms,
            TrainingMemory memory) {
        NDList sums = sums(scope, qwen, frozen);
        return joined(
                new TrainScript(qwen).grpo(scope, batch, features(scope, qwen, batch, frozen), sums, terms, memory),
                sums);
    }

    static NDList sft(
            NDManager scope,
            TrainingModel qwen,
            BranchBatch batch,
            boolean frozen,
            NDArray tokenWeights,
            TrainingMemory memory) {
        NDList sums = sums(scope, qwen, frozen);
        return joined(
                new TrainScript(qwen)
                        .sft(scope, batch, features(scope, qwen, batch, frozen), sums, tokenWeights, memory),
                sums);
    }

    private static NDList sums(NDManager scope, TrainingModel qwen, boolean frozen) {
        int text = qwen.model().weights().textParameters().size();
        return new TrainScript(qwen).zeroGradients(scope, place -> !frozen || place < text);
    }

    private static NDArray features(NDManager scope, TrainingModel qwen, BranchBatch batch, boolean frozen) {
        return frozen ? qwen.encodeImages(scope, batch.prompts()) : null;
    }

    private static NDList joined(NDList outputs, NDList sums) {
        NDList all = outputs.subNDList(0, outputs.size() - 1);
        // The accumulator of a frozen tensor is empty.
        sums.stream().filter(sum -> !sum.isEmpty()).forEach(all::add);
        return all;
    }
}
