package org.geor1.vlm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.geor1.vlm.model.input.PrefixPiece;
import org.geor1.vlm.model.input.PromptBatch;

/** Calls {@code decoder.py}: prompts, and the caches of keys and values. */
public final class DecoderScript {

    private final QwenModel model;

    public DecoderScript(QwenModel model) {
        this.model = model;
    }

    /** Logits after each token of the batch's prefixes, [B, P, V], in fp32: a plain forward pass, without branches. */
    public NDArray logits(NDManager scope, PromptBatch batch, NDArray features) {
        return model.script()
                .call(scope, "prefix_logits", model.weights().text(), batch.tensors(), features)
                .singletonOrThrow();
    }

    /**
     * Keys and values for {@code prompts} prefixes of up to {@code width} tokens and {@code branches} completions of
     * each, of up to {@code limit} tokens: for each layer [2, prompts × kv heads, width, head size], then for each layer
     * [2, prompts × kv heads × branches, limit, head size].
     */
    public NDList newCaches(NDManager scope, int prompts, int branches, int width, int limit) {
        return model.script().call(scope, "new_caches", model.weights().text(), scope.create(new long[] {
            prompts, branches, width, limit
        }));
    }

    /**
     * Fills the part of {@code cache} that belongs to {@code piece}: tokens from {@code token} on, rows from {@code row}
     * on.
     */
    public void prefill(NDManager scope, PrefixPiece piece, NDList cache, int row, int token) {
        model.script().call(scope, "prefill", model.weights().text(), piece.tensors(), cache, scope.create(new long[] {
            row, token
        }));
    }

    /** Copies the first {@code tokens} of a prefix from one cache into another. */
    public void reusePrefix(NDManager scope, NDList cache, int row, NDList source, int sourceRow, int tokens) {
        model.script()
                .call(
                        scope,
                        "reuse_prefix",
                        cache,
                        scope.create((long) row),
                        source,
                        scope.create((long) sourceRow),
                        scope.create((long) tokens));
    }

    /** One layer's prefixes of some prompts alone. */
    public NDArray keptPrefix(NDManager scope, NDArray layer, NDArray prompts) {
        return model.script().call(scope, "kept_prefix", layer, prompts).singletonOrThrow();
    }

    /** One layer's branches of some prompts alone: {@code kept} [b, g] of {@code branches} each. */
    public NDArray keptBranches(NDManager scope, NDArray layer, int branches, NDArray prompts, NDArray kept) {
        return model.script()
                .call(scope, "kept_branches", layer, scope.create((long) branches), prompts, kept)
                .singletonOrThrow();
    }
}
