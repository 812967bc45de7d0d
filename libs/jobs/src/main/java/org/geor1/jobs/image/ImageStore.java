package org.geor1.jobs.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pictures of datasets that a process keeps, in {@code images} beside its artifacts. What is there is never changed, but a
 * damaged file is replaced when its picture arrives again. Directories have mode 0700 and files 0600.
 */
public final class ImageStore {

    private static final Logger log = LoggerFactory.getLogger(ImageStore.class);

    private final ImageFiles files;

    /** @param artifacts the folder of artifacts, whose {@code tmp} holds unfinished files */
    public ImageStore(Path artifacts) {
        this.files = new ImageFiles(artifacts.resolve("images"), artifacts.resolve("tmp"));
    }

    /**
     * Stores a file, durably once this returns.
     *
     * @return its hash
     * @throws UncheckedIOException if it cannot be written
     */
    public String put(byte[] bytes) {
        String sha256 = Images.hash(bytes);
        try {
            if (!Arrays.equals(bytes, files.read(sha256))) {
                files.write(sha256, bytes, true);
            }
            return sha256;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store image " + sha256 + ": " + e.getMessage(), e);
        }
    }

    /**
     * Deletes a file; does nothing if it is absent.
     *
     * @throws UncheckedIOException if it cannot be deleted
     */
    void delete(String sha256) {
        try {
            files.delete(Images.requireHash(sha256));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete image " + sha256 + ": " + e.getMessage(), e);
        }
    }

    /**
     * The bytes of a file.
     *
     * @throws NoSuchImageException if it is absent or damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public byte[] fetch(String sha256) {
        try {
            byte[] bytes = files.read(Images.requireHash(sha256));
            if (bytes == null) {
                throw new NoSuchImageException(sha256);
            }
            if (!Images.hash(bytes).equals(sha256)) {
                log.error(
                        "Image {} is damaged in {}; it counts as missing until it is imported again",
                        sha256,
                        files.root());
                throw new NoSuchImageException(sha256);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read image " + sha256 + ": " + e.getMessage(), e);
        }
    }
}
