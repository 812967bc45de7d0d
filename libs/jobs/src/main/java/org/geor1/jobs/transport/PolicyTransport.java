package org.geor1.jobs.transport;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.geor1.jobs.artifact.ArtifactException;

/**
 * The way of a policy's weights from the trainer that made them to the workers that sample with them. A policy is named by
 * its hash on both sides, so workers get the weights they were asked to use or none.
 */
public interface PolicyTransport {

    /**
     * Takes a policy over from the trainer. Once this returns, workers can fetch it by its hash.
     *
     * @param writer puts the policy's files into the empty directory it is given, in Hugging Face layout
     * @throws java.io.UncheckedIOException when the files cannot be written
     */
    PublishedPolicy publish(Consumer<Path> writer);

    /**
     * The directory of a policy, its files checked against their hashes.
     *
     * @throws ArtifactException when nobody has such a policy, or a damaged one
     */
    Path fetch(String sha256);
}
