package org.geor1.jobs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker's pictures are those that their hashes name, are fetched once, and take no more disk than allowed. */
class ImageCacheTest {

    @TempDir
    Path artifacts;

    private final List<byte[]> pictures = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    private String picture(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) pictures.size());
        pictures.add(bytes);
        return Images.hash(bytes);
    }

    private InputStream open(String sha256) {
        asked.incrementAndGet();
        return pictures.stream()
                .filter(bytes -> Images.hash(bytes).equals(sha256))
                .findFirst()
                .map(ByteArrayInputStream::new)
                .orElseThrow(() -> new NoSuchImageException(sha256));
    }

    private ImageCache cache(long maxBytes) {
        return new ImageCache(artifacts, maxBytes, this::open);
    }

    @Test
    void aPictureIsFetchedOnceEvenByAnotherProcess() {
        String sha256 = picture(10);
        ImageCache cache = cache(100);
        assertThat(cache.fetch(sha256)).containsExactly(pictures.get(0));
        assertThat(cache.fetch(sha256)).containsExactly(pictures.get(0));
        assertThat(cache(100).fetch(sha256)).containsExactly(pictures.get(0));
        assertThat(asked).hasValue(1);
    }

    @Test
    void thoseWhoAskAtTheSameTimeShareOneDownload() {
        String sha256 = picture(10);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ImageCache cache = new ImageCache(artifacts, 100, hash -> {
            begun.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return open(hash);
        });
        CompletableFuture<byte[]> first = CompletableFuture.supplyAsync(() -> cache.fetch(sha256));
        List<CompletableFuture<byte[]>> others = new ArrayList<>();
        assertThat(begun).satisfies(latch -> latch.await());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            CompletableFuture<byte[]> other = new CompletableFuture<>();
            others.add(other);
            Thread thread = new Thread(() -> other.complete(cache.fetch(sha256)));
            threads.add(thread);
            thread.start();
        }
        // All of them wait for the first one's answer.
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        answer.countDown();
        assertThat(first.join()).containsExactly(pictures.get(0));
        others.forEach(other -> assertThat(other.join()).containsExactly(pictures.get(0)));
        assertThat(asked).hasValue(1);
    }

    @Test
    void theLongestUnusedPicturesGiveWay() throws IOException {
        String first = picture(40);
        String second = picture(40);
        String third = picture(40);
        ImageCache cache = cache(100);
        cache.fetch(first);
        cache.fetch(second);
        cache.fetch(first);
        cache.fetch(third);
        assertThat(kept()).containsExactlyInAnyOrder(first, third);

        cache(50);
        assertThat(kept()).as("after a start with less room").hasSize(1);

        String large = picture(101);
        assertThat(cache(100).fetch(large)).hasSize(101);
        assertThat(kept()).doesNotContain(large);
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> all = Files.walk(artifacts.resolve("image-cache"))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void whatIsNotThePictureIsNeitherReturnedNorKept() throws IOException {
        String sha256 = picture(10);
        ImageCache liar = new ImageCache(artifacts, 100, hash -> new ByteArrayInputStream(new byte[] {9}));
        assertThatThrownBy(() -> liar.fetch(sha256))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(sha256)
                .hasMessageContaining("not that image");
        ImageCache flood = new ImageCache(artifacts, 100, hash -> new Endless());
        assertThatThrownBy(() -> flood.fetch(sha256)).isInstanceOf(UncheckedIOException.class);
        ImageCache away = new ImageCache(artifacts, 100, hash -> {
            throw new IOException("connection refused");
        });
        assertThatThrownBy(() -> away.fetch(sha256))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("connection refused");
        String missing = Images.hash(new byte[] {7});
        assertThatThrownBy(() -> cache(100).fetch(missing)).isInstanceOf(NoSuchImageException.class);
        assertThat(cache(100).fetch(sha256)).as("tried again").hasSize(10);
    }

    /** Never ends. */
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return length;
        }
    }

    @Test
    void aFileDamagedOnDiskIsFetchedAgain() throws IOException {
        String sha256 = picture(10);
        ImageCache cache = cache(100);
        cache.fetch(sha256);
        Path file = artifacts
                .resolve("image-cache")
                .resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
        Files.write(file, new byte[] {1});
        assertThat(cache.fetch(sha256)).containsExactly(pictures.get(0));
        assertThat(file).hasBinaryContent(pictures.get(0));
        assertThat(asked).hasValue(2);
    }

    @Test
    void aFullDiskDoesNotKeepAPictureFromItsUser() throws IOException {
        String sha256 = picture(10);
        ImageCache cache = cache(100);
        Files.write(artifacts.resolve("image-cache"), new byte[1]);
        assertThat(cache.fetch(sha256)).containsExactly(pictures.get(0));
    }
}
