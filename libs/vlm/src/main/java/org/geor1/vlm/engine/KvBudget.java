package org.geor1.vlm.engine;

/**
 * How many tokens' keys and values may be held, are held, and were held at most. Not among them is the one layer that is
 * held twice while a lane is cut down: like activations, it is gone before the next call. Used by the engine's thread
 * alone.
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
