package org.geor1.vlm.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * Keys and values of B prefixes, for each layer one tensor [2, B × kv heads, P, head size]. A lane and entries of the
 * prefix cache hold it together; the last one to let go frees it.
 */
final class PrefixSlab {

    private final NDManager manager;
    private final NDList layers;
    private final long tokens;
    private final KvBudget budget;
    private int holders = 1;

    /** Held once by its maker. {@code tokens}: B × P. */
    PrefixSlab(NDManager manager, NDList layers, long tokens, KvBudget budget) {
        this.manager = manager;
        this.layers = layers;
        this.tokens = tokens;
        this.budget = budget;
        budget.take(tokens);
    }

    NDList layers() {
        return layers;
    }

    void hold() {
        holders++;
    }

    void letGo() {
        if (--holders == 0) {
            manager.close();
            budget.give(tokens);
        }
    }

    int holders() {
        return holders;
    }
}
