package org.geor1.vlm.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.geor1.vlm.engine.cache.Chunks;
import org.geor1.vlm.engine.cache.KvBudget;
import org.geor1.vlm.engine.cache.PrefixCache;
import org.geor1.vlm.engine.cache.PrefixSlab;
import org.geor1.vlm.engine.sampling.Sequence;
import org.geor1.vlm.model.DecoderScript;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were admitted together: B prompts of one padded width with G completions each, all at the same step.
 * Holds their keys and values, and shrinks as completions end.
 */
final class Lane implements AutoCloseable {

    private final QwenModel model;
    private final DecoderScript decoder;
    private final KvBudget budget;
    private final List<QueuedRequest> requests;
    private final int width;
    private final int limit;
    private Slots slots;
    private PrefixSlab prefix;
    private NDManager manager;
    private NDList own;
    private NDArray bias;
    private int step;

    Lane(QwenModel model, KvBudget budget, List<QueuedRequest> requests) {
        this.model = model;
        this.decoder = new DecoderScript(model);
        this.budget = budget;
        this.requests = List.copyOf(requests);
        this.width = Chunks.width(requests.get(0).prefixTokens());
        this.limit = requests.get(0).sampling().maxTokens();
        this.slots = Slots.full(requests.size(), requests.get(0).n());
        NDManager prefixes = model.newScope();
        this.manager = model.newScope();
        NDList caches = decoder.newCaches(manager, requests.size(), slots.columns(), width, limit);
        int layers = caches.size() / 2;
        NDList shared = caches.subNDList(0, layers);
        shared.attach(prefixes);
        this.prefix = new PrefixSlab(prefixes, shared, (long) requests.size() * width, budget);
        this.own = caches.subNDList(layers);
        this.bias = newBias();
        budget.take(ownTokens());
    }

    private long ownTokens() {
        return (long) slots.cells() * limit;
    }

    /** 0 on a prefix, -inf on its padding, [B × kv heads, 1, P]. */
    private NDArray newBias() {
        int heads = model.config().text().numKvHeads();
        float[] values = new float[slots.rows().length * heads * width];
        for (int row = 0; row < values.length / width; row++) {
            int tokens = requests.get(slots.rows()[row / heads]).prefixTokens();
            Arrays.fill(values, row * width + tokens, (row + 1) * width, Float.NEGATIVE_INFINITY);
        }
        return model.inPrecision(manager, manager.create(values, new Shape(values.length / width, 1, width)));
    }

    List<QueuedRequest> requests() {
        return requests;
    }

    List<PrefixPrompt> prompts(int from, int to) {
        return requests.subList(from, to).stream().map(QueuedRequest::prompt).toList();
    }

    int width() {
        return width;
    }

    PrefixSlab prefix() {
        return prefix;
    }

    NDList own() {
        return own;
    }

    NDArray bias() {
        return bias;
    }

    int step() {
        return step;
    }

    int branches() {
        return slots.columns();
    }

    int cells() {
        return slots.cells();
    }

    /** Tokens that its longest sequence may still draw. */
    int remaining() {
        return limit - step;
    }

    void advance(int steps) {
        step += steps;
    }

    /** The sequence of a cell, counted along the rows, or null. */
    @Nullable
    Sequence sequence(int cell) {
        int sequence = slots.sequence(cell);
        return sequence == Slots.NONE ? null : sequence(requests, sequence);
    }

    private static Sequence sequence(List<QueuedRequest> requests, int sequence) {
        int n = requests.get(0).n();
        return requests.get(sequence / n).sequences().get(sequence % n);
    }

    Stream<Sequence> sequences() {
        return requests.stream().flatMap(request -> request.sequences().stream());
    }

    boolean ended() {
        return sequences().allMatch(Sequence::ended);
    }

    /**
     * Removes ended sequences, if that saves much or a request was cancelled.
     *
     * @param cache remembers this lane's prefixes
     */
    void cutDown(boolean cancelled, PrefixCache cache) {
        Slots kept = slots.without(sequence -> sequence(requests, sequence).ended(), cancelled ? 1 : Slots.WORTH);
        if (kept == slots) {
            return;
        }
        NDManager next = model.newScope();
        NDArray rows = next.create(kept.fromRows());
        NDArray columns = next.create(
                Arrays.stream(kept.fromColumns()).flatMapToLong(Arrays::stream).toArray(),
                new Shape(kept.rows().length, kept.columns()));
        boolean fewerRows = kept.rows().length < slots.rows().length;
        own = replaced(own, layer -> decoder.keptBranches(next, layer, slots.columns(), rows, columns));
        budget.give(ownTokens());
        slots = kept;
        budget.take(ownTokens());
        if (fewerRows) {
            cutPrefix(rows, cache);
        }
        manager.close();
        manager = next;
        bias = newBias();
    }

    /** Cached prefixes of removed prompts stay in memory next to the smaller copy if there is room for both. */
    private void cutPrefix(NDArray rows, PrefixCache cache) {
        long tokens = (long) slots.rows().length * width;
        if (!budget.fits(tokens)) {
            cache.forget(prefix);
        }
        NDManager prefixes = model.newScope();
        UnaryOperator<NDArray> cut = layer -> decoder.keptPrefix(prefixes, layer, rows);
        NDList smaller = prefix.holders() == 1
                ? replaced(prefix.layers(), cut)
                : new NDList(prefix.layers().stream().map(cut).toList());
        prefix.release();
        prefix = new PrefixSlab(prefixes, smaller, tokens, budget);
        for (int row = 0; row < slots.rows().length; row++) {
            QueuedRequest request = requests.get(slots.rows()[row]);
            cache.add(request.keys(), prefix, row, request.prefixTokens());
        }
    }

    /** Layer by layer, so that only one is held twice. */
    private static NDList replaced(NDList layers, UnaryOperator<NDArray> cut) {
        NDList smaller = new NDList();
        for (NDArray layer : layers) {
            smaller.add(cut.apply(layer));
            layer.close();
        }
        return smaller;
    }

    @Override
    public void close() {
        budget.give(ownTokens());
        manager.close();
        prefix.release();
    }
}
