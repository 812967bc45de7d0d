package org.geor1.pairing.near;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds hashes of 64 bits that differ in few, without comparing all pairs: two that differ in at most d bits differ in at most
 * d / 4 within one of their four quarters, so each looks up what is near in each quarter (Norouzi, Punjani and Fleet, "Fast
 * Search in Hamming Space with Multi-Index Hashing", 2012). 16 bytes for each hash, and a megabyte.
 */
public final class NearLooks {

    /** With more, each hash would look up thousands of quarters. */
    public static final int MOST_BITS = 11;

    private static final int QUARTERS = 4;
    private static final int QUARTER_BITS = 16;
    private static final int VALUES = 1 << QUARTER_BITS;

    private final long[] looks;
    private final int bits;
    private final int[] masks;
    private final int[][] starts = new int[QUARTERS][VALUES + 1];
    private final int[][] members = new int[QUARTERS][];

    /** Takes a pair of positions. */
    @FunctionalInterface
    public interface Sink {
        /** @return whether to go on */
        boolean accept(int one, int other);
    }

    /** @param bits in which two may differ, 0 to {@link #MOST_BITS} */
    public NearLooks(long[] looks, int bits) {
        if (bits < 0 || bits > MOST_BITS) {
            throw new IllegalArgumentException("bits must be 0 to " + MOST_BITS + ", were " + bits);
        }
        this.looks = looks.clone();
        this.bits = bits;
        this.masks = IntStream.range(0, VALUES)
                .filter(mask -> Integer.bitCount(mask) <= bits / QUARTERS)
                .toArray();
        for (int q = 0; q < QUARTERS; q++) {
            sort(q);
        }
    }

    private void sort(int q) {
        int[] start = starts[q];
        for (long look : looks) {
            start[quarter(look, q) + 1]++;
        }
        for (int value = 0; value < VALUES; value++) {
            start[value + 1] += start[value];
        }
        int[] next = Arrays.copyOf(start, VALUES);
        members[q] = new int[looks.length];
        for (int i = 0; i < looks.length; i++) {
            members[q][next[quarter(looks[i], q)]++] = i;
        }
    }

    /** Gives each pair once, the smaller position first, until the sink has enough. */
    public void pairs(Sink sink) {
        for (int i = 0; i < looks.length; i++) {
            for (int q = 0; q < QUARTERS; q++) {
                for (int mask : masks) {
                    int value = quarter(looks[i], q) ^ mask;
                    for (int at = starts[q][value]; at < starts[q][value + 1]; at++) {
                        int other = members[q][at];
                        if (other > i && isNear(looks[i] ^ looks[other], q) && !sink.accept(i, other)) {
                            return;
                        }
                    }
                }
            }
        }
    }

    /** Whether so different hashes are near, and no quarter before this one shows it. */
    private boolean isNear(long difference, int q) {
        if (Long.bitCount(difference) > bits) {
            return false;
        }
        for (int before = 0; before < q; before++) {
            if (Integer.bitCount(quarter(difference, before)) <= bits / QUARTERS) {
                return false;
            }
        }
        return true;
    }

    private static int quarter(long look, int q) {
        return (int) (look >>> q * QUARTER_BITS) & (VALUES - 1);
    }
}
