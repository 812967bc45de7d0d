package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.model.QwenWeights;
import org.geor1.vlm.model.input.ImageBatch;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.torch.TorchScript;
import org.jspecify.annotations.Nullable;

/** Calls {@code train.py}: passes forward and back. Calls side by side are safe. */
public final class TrainScript {

    private final Qwen25VlConfig config;
    private final QwenWeights weights;
    private final TorchScript script;

    public TrainScript(TrainingModel model) {
        this.config = model.model().config();
        this.weights = model.model().weights();
        this.script = model.script();
    }

    /**
     * Zeroed accumulators for passes to add gradients to, in the order of {@link QwenWeights#parameters}. Those that are
     * not wanted are empty. Safe to call from several threads.
     */
    public NDList zeroGradients(NDManager scope, IntPredicate wanted) {
        boolean[] flags = new boolean[weights.parameters().size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = wanted.test(i);
        }
        // Made with gradients on: libtorch refuses in-place changes of others while gradients are recorded.
        // The lists are in the same order as in a pass: a call names its arrays, and another thread may be using them.
        return script.callWithGradients(
                scope, "zero_gradients", weights.textParameters(), weights.vision(), scope.create(flags));
    }

    /** Adds gradients that another pass found to {@code total}. */
    public void accumulate(NDManager scope, NDList total, NDList part) {
        script.call(scope, "accumulate", total, part);
    }

    /**
     * Cross-entropy of the scored tokens, each times its weight. Adds its gradients to {@code sums}.
     *
     * @param features of a frozen vision tower, or null if the tower is trained
     * @param sums from {@link #zeroGradients}
     * @return loss, log-probs, entropies and hits, [M] each, then the seconds of the backward pass
     */
    public NDList sft(
            NDManager scope,
            BranchBatch batch,
            @Nullable NDArray features,
            NDList sums,
            NDArray tokenWeights,
            TrainingMemory memory) {
        List<Object> all = arguments(scope, batch, features, sums, memory);
        all.add(tokenWeights);
        return script.callWithGradients(scope, "sft_gradients", all.toArray());
    }

    /**
     * The GRPO objective. Adds its gradients to {@code sums}.
     *
     * @param features of a frozen vision tower, or null if the tower is trained
     * @param sums from {@link #zeroGradients}
     * @return {@link ObjectiveOutputs}, then the seconds of the backward pass
     */
    public NDList grpo(
            NDManager scope,
            BranchBatch batch,
            @Nullable NDArray features,
            NDList sums,
            GrpoTerms terms,
            TrainingMemory memory) {
        List<Object> all = arguments(scope, batch, features, sums, memory);
        all.add(terms.tensors(scope));
        return script.callWithGradients(scope, "grpo_gradients", all.toArray());
    }

    private List<Object> arguments(
            NDManager scope, BranchBatch batch, @Nullable NDArray features, NDList sums, TrainingMemory memory) {
        PromptBatch prompts = batch.prompts();
        ImageBatch images = prompts.images();
        NDArray given = features != null
                ? features
                : scope.zeros(new Shape(0, config.text().hiddenSize()), DataType.FLOAT32);
        return new ArrayList<>(List.of(
                weights.text(),
                weights.vision(),
                sums,
                plan(scope, features == null, memory),
                given,
                features == null ? images.tensors() : images.tensorsWithoutPixels(scope),
                images.whole(),
                images.window(),
                prompts.tensors(),
                batch.buckets(),
                batch.scored()));
    }

    /** In the order of {@code pass_plan}. */
    private static NDArray plan(NDManager scope, boolean trainsVision, TrainingMemory memory) {
        return scope.create(
                new long[] {trainsVision ? 1 : 0, memory.gradientCheckpointing() ? 1 : 0, memory.logitRows()});
    }
}
