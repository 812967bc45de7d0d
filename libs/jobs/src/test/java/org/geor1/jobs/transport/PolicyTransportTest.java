package org.geor1.jobs.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactException;
import org.geor1.jobs.artifact.ArtifactStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * By every way, what the trainer publishes is what workers fetch, at once; and it is durable when its handle says so.
 */
class PolicyTransportTest {

    private static final Consumer<Path> POLICY = directory -> {
        try {
            Files.writeString(directory.resolve("config.json"), "weights");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    };

    @TempDir
    Path directory;

    @Test
    void withinAJvmWorkersHaveThePolicyWhileTheDiskTakesIt() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        ArtifactStore artifacts = new ArtifactStore(directory, path -> {
            if (path.endsWith("config.json")) {
                awaitUninterrupted(disk);
            }
        });
        try (HandOver transport = new HandOver(artifacts)) {
            PublishedPolicy policy = transport.publish(POLICY);
            assertThat(transport.fetch(policy.sha256()).resolve("config.json")).hasContent("weights");
            CompletableFuture<Artifact> durable = CompletableFuture.supplyAsync(policy::durable);
            assertThat(directory.resolve(policy.sha256()).resolve("unsynced")).exists();
            assertThat(durable).isNotDone();
            disk.countDown();
            assertThat(durable.get().sha256()).isEqualTo(policy.sha256());
            assertThat(directory.resolve(policy.sha256()).resolve("unsynced")).doesNotExist();
            assertThat(policy.durable()).isEqualTo(durable.get());
        }
    }

    @Test
    void withinAJvmADiskThatTakesNoMoreFailsWhoWaitsForIt() {
        ArtifactStore artifacts = new ArtifactStore(directory, path -> {
            if (path.endsWith("config.json")) {
                throw new IOException("No space left on device");
            }
        });
        try (HandOver transport = new HandOver(artifacts)) {
            PublishedPolicy policy = transport.publish(POLICY);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(policy::durable)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessage("cannot store artifact policy: No space left on device")
                        .hasRootCauseMessage("No space left on device");
            }
            assertThatThrownBy(() -> transport.fetch(policy.sha256())).isInstanceOf(ArtifactException.class);
        }
    }

    @Test
    void betweenProcessesThePolicyIsDurableAtOnceAndCheckedOnReceipt() throws IOException {
        ArtifactStore trainers = new ArtifactStore(directory.resolve("trainer"));
        ArtifactStore workers = new ArtifactStore(directory.resolve("worker"));
        FilesByHash trainer = new FilesByHash(trainers, FilesByHash.Origin.NONE);
        PublishedPolicy policy = trainer.publish(POLICY);
        assertThat(directory.resolve("trainer").resolve(policy.sha256()).resolve("unsynced"))
                .doesNotExist();
        assertThat(policy.durable()).isEqualTo(trainers.find(policy.sha256()).orElseThrow());

        Remote remote = new Remote(trainers);
        FilesByHash worker = new FilesByHash(workers, remote);
        remote.bytes = "damaged";
        assertThatThrownBy(() -> worker.fetch(policy.sha256()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("config.json");
        remote.bytes = null;
        assertThat(worker.fetch(policy.sha256()).resolve("config.json")).hasContent("weights");
        assertThat(worker.fetch(policy.sha256()).resolve("config.json")).hasContent("weights");
        assertThat(remote.opened).as("files asked for, the damaged one too").isEqualTo(2);

        String other = trainer.publish(target -> {
                    POLICY.accept(target);
                    try {
                        Files.writeString(target.resolve("more"), "");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .sha256();
        remote.answer = policy.durable();
        assertThatThrownBy(() -> worker.fetch(other))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("asked for artifact " + other);
        assertThatThrownBy(() -> trainer.fetch("0".repeat(64))).isInstanceOf(ArtifactException.class);
    }

    /** Another process's store, which may answer wrongly. */
    private static final class Remote implements FilesByHash.Origin {

        private final ArtifactStore artifacts;
        private @Nullable Artifact answer;
        private @Nullable String bytes;
        private int opened;

        Remote(ArtifactStore artifacts) {
            this.artifacts = artifacts;
        }

        @Override
        public Artifact manifest(String sha256) {
            return Objects.requireNonNullElseGet(
                    answer, () -> artifacts.find(sha256).orElseThrow());
        }

        @Override
        public InputStream open(String sha256, String file) {
            opened++;
            return bytes == null
                    ? artifacts.read(sha256, file)
                    : new ByteArrayInputStream(bytes.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
