package org.geor1.gateway.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The accepted keys, as digests. */
final class ApiKeys {
    /** Longer than any key we would hand out; a longer header is not worth hashing. */
    private static final int MAX_KEY_LENGTH = 512;

    private final List<byte[]> digests;

    ApiKeys(List<String> hexDigests) {
        this.digests =
                hexDigests.stream().map(hex -> HexFormat.of().parseHex(hex)).toList();
    }

    /** Compares with every digest, each in constant time, so that timing tells neither which key matched nor how far. */
    boolean accepts(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            return false;
        }
        byte[] digest = sha256(key);
        boolean accepted = false;
        for (byte[] known : digests) {
            accepted |= MessageDigest.isEqual(known, digest);
        }
        return accepted;
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JVM", e);
        }
    }
}
