package org.geor1.geo.seed;

import java.util.List;

/**
 * A SplitMix64 number stream. The JDK does not promise that {@code SplittableRandom} keeps its
 * algorithm, and a planet that changes with the JDK would invalidate every model trained on it.
 */
public final class SeedStream {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private SeedStream(long state) {
        this.state = state;
    }

    /** A stream whose numbers depend on all keys and their order. */
    public static SeedStream of(long... keys) {
        return new SeedStream(hash(keys));
    }

    /** A well-mixed 64-bit hash of the keys, in order. */
    public static long hash(long... keys) {
        long h = GOLDEN;
        for (long key : keys) {
            h = mix((h ^ mix(key + GOLDEN)) * 31 + GOLDEN);
        }
        return h;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The next 64 bits. */
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in {@code [0, 1)}. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in {@code [low, high)}. */
    public double between(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** Uniform in {@code [0, bound)}; {@code bound} must be positive. */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, was " + bound);
        }
        return (int) Math.floorMod(nextLong() >>> 1, (long) bound);
    }

    /** True with the given probability. */
    public boolean chance(double probability) {
        return nextDouble() < probability;
    }

    /** One element, uniformly. */
    public <T> T pick(List<T> from) {
        return from.get(nextInt(from.size()));
    }

    /** A uniform permutation of {@code 0..n-1}. */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
