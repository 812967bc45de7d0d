package org.geor1.jobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Content-addressed directories of files. An artifact is either whole or absent, whatever happens while it is written:
 * temporary directory → write → fsync → hash → rename.
 */
public interface ArtifactStore {

    /** Stores what {@code writer} puts into the empty directory it is given: plain files and folders, no links. */
    Artifact write(String name, Consumer<Path> writer);

    /** Stores a file-by-file copy received from elsewhere and checks it against its manifest. */
    Artifact receive(Artifact manifest, FileSource source);

    /** The manifest of an artifact that is present. */
    Optional<Artifact> find(String sha256);

    /** The directory of an artifact, after checking every file against the manifest. @throws ArtifactException */
    Path open(String sha256);

    /** Opens one file of an artifact. @throws ArtifactException for a name that the manifest does not list */
    InputStream read(String sha256, String file);

    /** Removes an artifact. */
    void delete(String sha256);

    /** Where the bytes of a file come from. */
    interface FileSource {
        InputStream open(String file) throws IOException;
    }
}
