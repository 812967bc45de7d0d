package org.geor1.jobs.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Pictures by the hash of their files, as those who show them to a model get them. */
@FunctionalInterface
public interface Images {

    /** Largest file, in bytes: what the decoder takes at most. */
    int MAX_BYTES = 20 << 20;

    /** What the name of a stored picture in a prompt begins with; 64 hex digits follow. */
    String REFERENCE = "sha256:";

    /** A hash as it is written in names: the only kind of name that reaches the file system. */
    Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /**
     * The bytes of a file, which have the hash.
     *
     * @throws NoSuchImageException if there is no such picture, now or later
     * @throws java.io.UncheckedIOException if it cannot be had for now
     */
    byte[] fetch(String sha256);

    /** The name of a file's content. */
    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JVM", e);
        }
    }

    /** @throws NoSuchImageException if it is no hash */
    static String requireHash(String sha256) {
        if (!HASH.matcher(sha256).matches()) {
            throw new NoSuchImageException(sha256);
        }
        return sha256;
    }
}
