package org.geor1.data.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Which ids were seen, by the first 64 bits of their SHA-256: 8 to 32 bytes of memory each. Two ids of a million have the
 * same bits, and one would be called a duplicate, with a probability of 3e-8.
 */
final class IdSet {

    private static final int FIRST_SIZE = 1 << 10;

    private long[] slots = new long[FIRST_SIZE];
    private int used;

    /** @return whether it is new */
    boolean add(String id) {
        long hash =
                ByteBuffer.wrap(Sha256.of(id.getBytes(StandardCharsets.UTF_8))).getLong();
        // An empty slot holds 0.
        long key = hash == 0 ? 1 : hash;
        if (!put(slots, key)) {
            return false;
        }
        used++;
        if (used > slots.length / 2) {
            long[] larger = new long[slots.length * 2];
            for (long slot : slots) {
                if (slot != 0) {
                    put(larger, slot);
                }
            }
            slots = larger;
        }
        return true;
    }

    private static boolean put(long[] slots, long key) {
        int at = (int) key & (slots.length - 1);
        while (slots[at] != 0) {
            if (slots[at] == key) {
                return false;
            }
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = key;
        return true;
    }
}
