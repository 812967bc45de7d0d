package org.geor1.jobs.transport;

import java.util.function.Supplier;
import org.geor1.jobs.artifact.Artifact;

/**
 * A policy that workers can fetch. Whether it outlives a loss of power is known only after {@link #durable}.
 *
 * @param synced waits for the disk
 */
public record PublishedPolicy(String sha256, Supplier<Artifact> synced) {

    /**
     * Waits until the disk has the policy. Nothing may name it in the database before.
     *
     * @throws java.io.UncheckedIOException when the disk could not take it; the policy is gone then
     */
    public Artifact durable() {
        return synced.get();
    }
}
