package org.geor1.teacher.prompt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, and numbers drawn from it. */
public final class Hashes {

    private Hashes() {}

    /** In 64 hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest(bytes));
    }

    /** Of several texts; two lists have the same hash only if they are the same. */
    public static String sha256(String... texts) {
        return sha256(joined(texts));
    }

    /** A number that follows from the texts, the same on every machine. */
    public static long number(String... texts) {
        byte[] digest = digest(joined(texts));
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = number << 8 | (digest[i] & 0xFF);
        }
        return number;
    }

    private static byte[] joined(String... texts) {
        StringBuilder all = new StringBuilder();
        for (String text : texts) {
            all.append(text.length()).append(':').append(text);
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
