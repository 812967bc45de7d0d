package org.geor1.jobs.transport;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactStore;

/**
 * The way within a JVM, whose trainer and workers share a store. Workers read the files, still in the page cache, as soon as
 * they are written and hashed, while a thread of its own waits for the disk.
 */
public final class HandOver implements PolicyTransport, AutoCloseable {

    private final ArtifactStore artifacts;

    private final ExecutorService syncing = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "policy-sync");
        thread.setDaemon(true);
        return thread;
    });

    public HandOver(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public PublishedPolicy publish(Consumer<Path> writer) {
        ArtifactStore.Unsynced policy = artifacts.writeUnsynced("policy", writer);
        CompletableFuture<Artifact> synced = CompletableFuture.supplyAsync(policy::sync, syncing);
        return new PublishedPolicy(policy.sha256(), () -> await(synced));
    }

    private static Artifact await(CompletableFuture<Artifact> synced) {
        try {
            return synced.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failure) {
                throw new UncheckedIOException(failure.getMessage(), failure.getCause());
            }
            throw e;
        }
    }

    @Override
    public Path fetch(String sha256) {
        return artifacts.open(sha256);
    }

    /** What is not on the disk yet keeps its mark, if the JVM ends first. */
    @Override
    public void close() {
        syncing.shutdown();
    }
}
