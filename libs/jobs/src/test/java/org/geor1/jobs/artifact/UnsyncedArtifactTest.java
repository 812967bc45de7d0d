package org.geor1.jobs.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An artifact can be read before the disk has it, by the process that wrote it. Any other, as after a crash, reads it in
 * full and waits for the disk, or removes it. What a finished write returns the disk has.
 */
class UnsyncedArtifactTest {

    @TempDir
    Path root;

    /** What was synced, and a word where the mark was there at that moment. */
    private final List<String> synced = new ArrayList<>();

    private ArtifactStore store;

    @BeforeEach
    void newStore() {
        store = new ArtifactStore(root, this::sync);
    }

    private void sync(Path path) throws IOException {
        Directories.sync(path);
        String name = root.relativize(path).toString().replaceFirst("^(tmp/[^/]+|[0-9a-f]{64})", "A");
        Path artifact = path;
        while (!artifact.equals(root) && !Files.exists(artifact.resolve("unsynced"))) {
            artifact = artifact.getParent();
        }
        synced.add(artifact.equals(root) ? name : name + " marked");
    }

    @Test
    void theMarkIsOnTheDiskBeforeAnyFileAndGoesAfterAll() {
        Artifact artifact = store.write("a", directory -> {
            assertThat(synced).containsExactly("A/unsynced marked", "A marked");
            synced.clear();
            files("x").accept(directory);
        });
        assertThat(synced)
                .containsExactly(
                        "A/manifest.json marked",
                        "A/files/model.bin marked",
                        "A/files/config.json marked",
                        "A/files marked",
                        "A marked",
                        "",
                        "A");
        assertThat(mark(artifact.sha256())).doesNotExist();
    }

    @Test
    void itsWriterReadsItBeforeTheDiskHasIt() throws IOException {
        ArtifactStore.Unsynced written = store.writeUnsynced("a", files("x"));
        assertThat(mark(written.sha256())).exists();
        synced.clear();
        Path config = store.open(written.sha256()).resolve("config.json");
        assertThat(store.find(written.sha256())).isPresent();
        assertThat(config).hasContent("x");
        assertThat(synced).isEmpty();
        // Nor is what was just hashed hashed again: this could only be told by reading it.
        FileTime before = Files.getLastModifiedTime(config);
        Files.writeString(config, "y");
        Files.setLastModifiedTime(config, before);
        assertThat(store.open(written.sha256())).exists();
    }

    /** As when a run's policy and training state have the same files: either would find the other's mark gone. */
    @Test
    void thoseWhoSyncTheSameContentTakeTurns() throws Exception {
        AtomicInteger syncing = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(2);
        ArtifactStore slow = new ArtifactStore(root, path -> {
            if (!path.startsWith(root.resolve("tmp")) && path.endsWith("config.json")) {
                most.accumulateAndGet(syncing.incrementAndGet(), Math::max);
                second.countDown();
                try {
                    // Long enough for another to come in, if it may.
                    second.await(300, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                syncing.decrementAndGet();
            }
            Directories.sync(path);
        });
        ArtifactStore.Unsynced first = slow.writeUnsynced("policy", files("x"));
        CompletableFuture<Artifact> beside = CompletableFuture.supplyAsync(first::sync);
        assertThat(slow.write("state", files("x")).sha256()).isEqualTo(first.sha256());
        assertThat(beside.get().sha256()).isEqualTo(first.sha256());
        assertThat(most).hasValue(1);
        assertThat(mark(first.sha256())).doesNotExist();
        assertThat(slow.open(first.sha256())).isDirectory();
    }

    @Test
    void whatACrashLeftWholeIsSyncedBeforeItIsUsed() {
        String sha256 = store.writeUnsynced("a", files("x")).sha256();
        synced.clear();
        ArtifactStore next = new ArtifactStore(root, this::sync);
        assertThat(next.find(sha256)).isPresent();
        assertThat(synced)
                .contains("A/files/model.bin marked", "A/files/config.json marked")
                .endsWith("", "A");
        assertThat(mark(sha256)).doesNotExist();
        assertThat(next.open(sha256).resolve("config.json")).hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files/config.json", "files/model.bin", "manifest.json"})
    void whatALossOfPowerEmptiedIsGone(String file) throws IOException {
        for (boolean missing : List.of(false, true)) {
            String sha256 = store.writeUnsynced("a", files("x")).sha256();
            Path lost = root.resolve(sha256).resolve(file);
            if (missing) {
                Files.delete(lost);
            } else {
                // The size is right; only who reads it finds out.
                Files.write(lost, new byte[Math.toIntExact(Files.size(lost))]);
            }
            ArtifactStore next = new ArtifactStore(root);
            assertThat(next.find(sha256)).isEmpty();
            assertThat(root.resolve(sha256)).doesNotExist();
            assertThatThrownBy(() -> next.open(sha256)).isInstanceOf(ArtifactException.class);
        }
    }

    @Test
    void writingItAgainMendsWhatACrashLeft() throws IOException {
        String sha256 = store.writeUnsynced("a", files("x")).sha256();
        Files.writeString(root.resolve(sha256).resolve("files/config.json"), "y");
        Artifact again = new ArtifactStore(root, this::sync).write("a", files("x"));
        assertThat(again.sha256()).isEqualTo(sha256);
        assertThat(mark(sha256)).doesNotExist();
        assertThat(new ArtifactStore(root).open(sha256).resolve("config.json")).hasContent("x");
    }

    @Test
    void writingOneThatIsOnItsWayWaitsForTheDisk() {
        ArtifactStore.Unsynced first = store.writeUnsynced("a", files("x"));
        synced.clear();
        Artifact second = store.write("a", files("x"));
        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(synced).contains("A/files/model.bin marked");
        assertThat(mark(second.sha256())).doesNotExist();
        assertThat(first.sync()).isEqualTo(second);
    }

    @Test
    void aSyncThatFailsTakesTheArtifactWithItAndNamesTheCause() {
        boolean[] full = {true};
        ArtifactStore failing = new ArtifactStore(root, path -> {
            if (full[0] && path.endsWith("model.bin")) {
                throw new IOException("No space left on device");
            }
        });
        ArtifactStore.Unsynced written = failing.writeUnsynced("policy", files("x"));
        assertThat(failing.find(written.sha256())).isPresent();
        assertThatThrownBy(written::sync)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot store artifact policy: No space left on device");
        assertThat(failing.find(written.sha256())).isEmpty();
        // It is not there any more, so asking once more is no success.
        assertThatThrownBy(written::sync).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> failing.write("policy", files("x"))).isInstanceOf(UncheckedIOException.class);
        full[0] = false;
        assertThat(failing.write("policy", files("x")).sha256()).isEqualTo(written.sha256());
        assertThat(mark(written.sha256())).doesNotExist();
    }

    private Path mark(String sha256) {
        return root.resolve(sha256).resolve("unsynced");
    }

    private static Consumer<Path> files(String text) {
        return directory -> {
            try {
                Files.writeString(directory.resolve("config.json"), text);
                Files.write(directory.resolve("model.bin"), new byte[] {1, 2, 3});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
