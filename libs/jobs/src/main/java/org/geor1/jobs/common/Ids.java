package org.geor1.jobs.common;

import java.security.SecureRandom;

/** Identifiers that sort by the time of their making: {@code run_} and 26 letters and digits, as in ULID. */
public final class Ids {

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private static long lastMillis;
    private static long sequence;

    private Ids() {}

    public static String next(String prefix) {
        long time;
        long high;
        synchronized (Ids.class) {
            // Within one millisecond the sequence keeps the order of making.
            long now = System.currentTimeMillis();
            sequence = now > lastMillis ? RANDOM.nextInt(1 << 20) : sequence + 1;
            lastMillis = Math.max(now, lastMillis);
            time = lastMillis;
            high = sequence;
        }
        StringBuilder id = new StringBuilder(prefix).append('_');
        append(id, time, 10);
        append(id, high, 6);
        append(id, RANDOM.nextLong(), 10);
        return id.toString();
    }

    private static void append(StringBuilder out, long bits, int digits) {
        for (int i = digits - 1; i >= 0; i--) {
            out.append(ALPHABET[(int) (bits >>> (5 * i)) & 31]);
        }
    }
}
