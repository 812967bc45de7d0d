package org.geor1.local.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactStore;

/**
 * Writes the weights of a checkpoint into a directory in Hugging Face layout. The files are fetched next to it, checked
 * against their hashes, synced and renamed: the directory is complete or absent.
 */
public final class ModelExport {

    private final PlatformClient client;

    public ModelExport(PlatformClient client) {
        this.client = client;
    }

    /**
     * @param model a checkpoint's id, {@code run_x@step-n} or {@code run_x@latest}
     * @param target must not exist
     * @return what the directory holds
     * @throws FileAlreadyExistsException if there is something at {@code target}
     * @throws org.geor1.jobs.artifact.ArtifactException if what arrives is not what the platform stored
     * @throws PlatformException if the platform refuses
     */
    public Artifact export(String model, Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        requireAbsent(absolute);
        // By id from here on: the latest checkpoint may change between two files.
        String checkpoint = client.checkpoint(model).path("id").asString();
        Artifact manifest = client.checkpointFiles(checkpoint);
        Path parent = Files.createDirectories(absolute.getParent());
        Path work = Files.createTempDirectory(parent, ".geor1-export");
        try {
            new ArtifactStore(work).receive(manifest, file -> client.checkpointFile(checkpoint, file));
            requireAbsent(absolute);
            Files.move(work.resolve(manifest.sha256()).resolve("files"), absolute, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entries = FileChannel.open(parent, StandardOpenOption.READ)) {
                entries.force(true);
            }
            return manifest;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            delete(work);
        }
    }

    private static void requireAbsent(Path target) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    private static void delete(Path work) throws IOException {
        try (Stream<Path> paths = Files.walk(work)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
