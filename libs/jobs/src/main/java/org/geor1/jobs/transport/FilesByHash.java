package org.geor1.jobs.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactException;
import org.geor1.jobs.artifact.ArtifactStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way between processes. The trainer's files are on its disk before anybody hears of them. A worker takes them from
 * its own store, or else from the trainer's; what it receives is checked once and kept.
 */
public final class FilesByHash implements PolicyTransport {

    private static final Logger log = LoggerFactory.getLogger(FilesByHash.class);

    private final ArtifactStore artifacts;
    private final Origin origin;

    /** @param origin where policies come from that {@code artifacts} lacks */
    public FilesByHash(ArtifactStore artifacts, Origin origin) {
        this.artifacts = artifacts;
        this.origin = origin;
    }

    @Override
    public PublishedPolicy publish(Consumer<Path> writer) {
        Artifact policy = artifacts.write("policy", writer);
        return new PublishedPolicy(policy.sha256(), () -> policy);
    }

    @Override
    public Path fetch(String sha256) {
        if (artifacts.find(sha256).isEmpty()) {
            log.info("Fetching weights {}", sha256);
            Artifact manifest = origin.manifest(sha256);
            if (!manifest.sha256().equals(sha256)) {
                throw new ArtifactException("asked for artifact " + sha256 + ", got " + manifest.sha256());
            }
            artifacts.receive(manifest, file -> origin.open(sha256, file));
        }
        return artifacts.open(sha256);
    }

    /** The store of another process. */
    public interface Origin {

        /** Has nothing. */
        Origin NONE = new Origin() {
            @Override
            public Artifact manifest(String sha256) {
                throw new ArtifactException("no artifact " + sha256);
            }

            @Override
            public InputStream open(String sha256, String file) {
                throw new ArtifactException("no artifact " + sha256);
            }
        };

        /** @throws ArtifactException when there is none of that hash */
        Artifact manifest(String sha256);

        /** Opens a file of an artifact. @throws ArtifactException when there is none of that name */
        InputStream open(String sha256, String file) throws IOException;
    }
}
