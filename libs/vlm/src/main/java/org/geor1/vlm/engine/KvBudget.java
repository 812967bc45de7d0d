package org.geor1.vlm.engine;

/**
 * Tokens whose keys and values may be held, are held, and were held at the peak. The one layer that is held twice while a
 * lane shrinks is not counted: like activations, it is freed before the next call. Only the engine's thread uses it.
 */
final class KvBudget {

    private final long bytesPerToken;
    private final long capacity;
    private volatile long used;
    private volatile long peak;

    KvBudget(long bytes, long bytesPerToken) {
        this.bytesPerToken = bytesPerToken;
        this.capacity = bytes / bytesPerToken;
    }

    boolean fits(long tokens) {
        return used + tokens <= capacity;
    }

    /** Whether it could ever fit. */
    boolean possible(long tokens) {
        return tokens <= capacity;
    }

    void take(long tokens) {
        used += tokens;
        peak = Math.max(peak, used);
    }

    void give(long tokens) {
        used -= tokens;
    }

    long capacity() {
        return capacity;
    }

    long used() {
        return used;
    }

    long peak() {
        return peak;
    }

    long bytesPerToken() {
        return bytesPerToken;
    }
}
