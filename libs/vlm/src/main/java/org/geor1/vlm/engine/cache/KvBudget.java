package org.geor1.vlm.engine.cache;

/**
 * Tokens whose keys and values may be held, are held, and were held at the peak. The one layer that is held twice while a
 * lane shrinks is not counted: like activations, it is freed before the next call. Only the engine's thread uses it.
 */
public final class KvBudget {

    private final long bytesPerToken;
    private final long capacity;
    private volatile long used;
    private volatile long peak;

    public KvBudget(long bytes, long bytesPerToken) {
        this.bytesPerToken = bytesPerToken;
        this.capacity = bytes / bytesPerToken;
    }

    public boolean fits(long tokens) {
        return used + tokens <= capacity;
    }

    /** Whether it could ever fit. */
    public boolean possible(long tokens) {
        return tokens <= capacity;
    }

    public void take(long tokens) {
        used += tokens;
        peak = Math.max(peak, used);
    }

    public void give(long tokens) {
        used -= tokens;
    }

    public long capacity() {
        return capacity;
    }

    public long used() {
        return used;
    }

    public long peak() {
        return peak;
    }

    public long bytesPerToken() {
        return bytesPerToken;
    }
}
