package org.geor1.vlm.engine.cache;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * Keys and values of B prefixes, for each layer one tensor [2, B × kv heads, P, head size]. Reference-counted: a lane and
 * entries of the prefix cache share it, and the last one to release it frees it.
 */
public final class PrefixSlab {

    private final NDManager manager;
    private final NDList layers;
    private final long tokens;
    private final KvBudget budget;
    private int holders = 1;

    /** Held once by its creator. {@code tokens}: B × P. */
    public PrefixSlab(NDManager manager, NDList layers, long tokens, KvBudget budget) {
        this.manager = manager;
        this.layers = layers;
        this.tokens = tokens;
        this.budget = budget;
        budget.take(tokens);
    }

    public NDList layers() {
        return layers;
    }

    void hold() {
        holders++;
    }

    public void release() {
        if (--holders == 0) {
            manager.close();
            budget.give(tokens);
        }
    }

    public int holders() {
        return holders;
    }
}
