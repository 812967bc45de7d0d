package org.geor1.pairing.question;

import org.geor1.geo.seed.SeedStream;

/**
 * Numbers 0 to n-1 in an order that follows from the keys, each computed on its own: a Feistel network of four rounds on the
 * next even number of bits, repeated until the result is below n (Black and Rogaway, "Ciphers with Arbitrary Finite Domains",
 * 2002, section 4).
 */
final class Shuffled {

    private static final int ROUNDS = 4;

    private Shuffled() {}

    static int at(long position, int n, long... keys) {
        int half = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(n - 1) + 1) / 2);
        long mask = (1L << half) - 1;
        long key = SeedStream.hash(keys);
        long value = position;
        do {
            long left = value >>> half;
            long right = value & mask;
            for (int round = 0; round < ROUNDS; round++) {
                long next = left ^ (SeedStream.hash(key, round, right) & mask);
                left = right;
                right = next;
            }
            value = left << half | right;
        } while (value >= n);
        return (int) value;
    }
}
