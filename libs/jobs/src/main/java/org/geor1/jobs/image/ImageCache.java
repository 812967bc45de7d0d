package org.geor1.jobs.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.geor1.jobs.outage.DiskFull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures of another process's store. Each is fetched once, however many ask for it at the same time, and kept on disk
 * until those that were used since take more than the cache's size. Every file is checked against its hash whenever it is
 * read, so neither a store that sends something else nor a damaged disk is believed.
 */
public final class ImageCache implements Images {

    private static final Logger log = LoggerFactory.getLogger(ImageCache.class);

    private final ImageFiles files;
    private final long maxBytes;
    private final Origin origin;

    private final Map<String, CompletableFuture<byte[]>> underWay = new ConcurrentHashMap<>();

    /** Sizes of the files, the longest unused first. Guarded by itself. */
    private final Map<String, Long> sizes = new LinkedHashMap<>(16, 0.75f, true);

    private long total;

    /** The store of another process. */
    @FunctionalInterface
    public interface Origin {

        /** Opens a file. @throws NoSuchImageException if there is none of that hash */
        InputStream open(String sha256) throws IOException;
    }

    /**
     * @param artifacts the folder of artifacts; pictures lie in its {@code image-cache}, unfinished files in its {@code tmp}
     * @param maxBytes size of all files together
     */
    public ImageCache(Path artifacts, long maxBytes, Origin origin) {
        this.files = new ImageFiles(artifacts.resolve("image-cache"), artifacts.resolve("tmp"));
        this.maxBytes = maxBytes;
        this.origin = origin;
        takeOver();
    }

    /** What an earlier process has left, in the order in which it was written. */
    private void takeOver() {
        if (!Files.isDirectory(files.root())) {
            return;
        }
        record Found(String name, long size, long written) {}
        List<Found> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(files.root())) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                found.add(new Found(
                        String.valueOf(file.getFileName()),
                        Files.size(file),
                        Files.getLastModifiedTime(file).toMillis()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the image cache " + files.root(), e);
        }
        found.sort(Comparator.comparingLong(Found::written));
        found.stream()
                .filter(file -> HASH.matcher(file.name()).matches())
                .forEach(file -> keep(file.name(), file.size()));
    }

    @Override
    public byte[] fetch(String sha256) {
        Images.requireHash(sha256);
        CompletableFuture<byte[]> mine = new CompletableFuture<>();
        CompletableFuture<byte[]> others = underWay.putIfAbsent(sha256, mine);
        if (others != null) {
            return await(others);
        }
        try {
            mine.complete(load(sha256));
        } catch (IOException e) {
            mine.completeExceptionally(
                    new UncheckedIOException("cannot fetch image " + REFERENCE + sha256 + ": " + e.getMessage(), e));
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
        } finally {
            underWay.remove(sha256, mine);
        }
        return await(mine);
    }

    private static byte[] await(CompletableFuture<byte[]> bytes) {
        try {
            return bytes.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private byte[] load(String sha256) throws IOException {
        byte[] kept = files.read(sha256);
        if (kept != null && Images.hash(kept).equals(sha256)) {
            synchronized (sizes) {
                sizes.computeIfPresent(sha256, (name, size) -> size);
            }
            return kept;
        }
        byte[] bytes;
        try (InputStream in = origin.open(sha256)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES || !Images.hash(bytes).equals(sha256)) {
            throw new IOException("what was sent is not that image");
        }
        try {
            files.write(sha256, bytes, false);
            keep(sha256, bytes.length);
        } catch (IOException e) {
            // The picture is there all the same; it is fetched again next time.
            log.warn("Image {} is not cached: {}", sha256, DiskFull.describe(e));
        }
        return bytes;
    }

    private void keep(String sha256, long size) {
        synchronized (sizes) {
            Long before = sizes.put(sha256, size);
            total += size - (before == null ? 0 : before);
            Iterator<Map.Entry<String, Long>> oldest = sizes.entrySet().iterator();
            while (total > maxBytes && oldest.hasNext()) {
                Map.Entry<String, Long> entry = oldest.next();
                oldest.remove();
                total -= entry.getValue();
                remove(entry.getKey());
            }
        }
    }

    private void remove(String sha256) {
        try {
            files.delete(sha256);
        } catch (IOException e) {
            log.warn("left behind {}; it only takes space: {}", files.path(sha256), e.toString());
        }
    }
}
