package org.geor1.jobs.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.geor1.jobs.outage.CrashPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Layout: {@code <root>/<sha256>/files/…} with {@code <root>/<sha256>/manifest.json} beside it; work in progress lives
 * under {@code <root>/tmp}. The rename of a finished directory is what makes an artifact exist: from then on it can be
 * read, and the disk may have it later. Until it does, the artifact carries an {@link UnsyncedMark}. The process that
 * wrote it knows what it wrote. Any other reads every file and syncs it, or removes the artifact: after a loss of power
 * a file may be empty that had its size before. Directories have mode 0700 and files 0600.
 */
public final class ArtifactStore {

    private static final Logger log = LoggerFactory.getLogger(ArtifactStore.class);

    private static final String FILES = "files";
    private static final String MANIFEST = "manifest.json";
    private static final String WORK = "tmp";

    private final Path root;
    private final UnsyncedMark mark;

    /** Marked artifacts that this process has written. */
    private final Set<String> unsynced = ConcurrentHashMap.newKeySet();

    /** State of the files that this process has hashed: as long as it stays, their content is what it was. */
    private final Map<String, List<FileStamp>> hashed = new ConcurrentHashMap<>();

    public ArtifactStore(Path root) {
        this(root, Directories::sync);
    }

    /** @param disk what the files of {@code root} lie on */
    public ArtifactStore(Path root, Disk disk) {
        this.root = root.toAbsolutePath().normalize();
        this.mark = new UnsyncedMark(disk);
    }

    /**
     * Removes what writers that were killed left half done under {@code root}. Call it only when nobody writes
     * there now.
     */
    public static void discardUnfinished(Path root) {
        Directories.deleteQuietly(root.resolve(WORK));
    }

    /** Stores what {@code writer} puts into the empty directory it is given: plain files and folders, no links. */
    public Artifact write(String name, Consumer<Path> writer) {
        return writeUnsynced(name, writer).sync();
    }

    /** Does the same without waiting for the disk: the artifact can be read at once, but its files may yet be lost. */
    public Unsynced writeUnsynced(String name, Consumer<Path> writer) {
        Path work = workDirectory();
        try {
            Path files = PrivateFiles.createDirectories(work.resolve(FILES));
            mark.set(work);
            writer.accept(files);
            List<Artifact.FileEntry> entries = Contents.list(files);
            return expose(work, new Artifact(Manifests.hash(entries), name, entries));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot store artifact " + name + ": " + e.getMessage(), e);
        } finally {
            Directories.deleteQuietly(work);
        }
    }

    /** Stores a file-by-file copy received from elsewhere and checks it against its manifest. */
    public Artifact receive(Artifact manifest, FileSource source) {
        if (!Manifests.hash(manifest.files()).equals(Names.hash(manifest.sha256()))) {
            throw new ArtifactException("the manifest does not hash to " + manifest.sha256());
        }
        Path work = workDirectory();
        try {
            Path files = PrivateFiles.createDirectories(work.resolve(FILES));
            mark.set(work);
            for (Artifact.FileEntry entry : manifest.files()) {
                Path target = files.resolve(Names.file(entry.path()));
                PrivateFiles.createParent(target);
                try (InputStream in = source.open(entry.path())) {
                    Files.copy(in, target);
                }
            }
            Contents.verify(files, manifest);
            return expose(work, manifest).sync();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot receive artifact " + manifest.sha256() + ": " + e.getMessage(), e);
        } finally {
            Directories.deleteQuietly(work);
        }
    }

    /** Gives a finished directory its name, unless one of that name is there. */
    private Unsynced expose(Path work, Artifact artifact) throws IOException {
        String sha256 = artifact.sha256();
        Path target = root.resolve(sha256);
        settle(sha256);
        if (Files.isDirectory(target)) {
            return new Unsynced(artifact);
        }
        Files.writeString(work.resolve(MANIFEST), Manifests.write(artifact));
        // Writers make their files as the umask says; the directory around them was closed all the while.
        PrivateFiles.closeTree(work);
        CrashPoint.ARTIFACT_WRITTEN.reach();
        // Before anybody can find it and take it for another process's.
        unsynced.add(sha256);
        try {
            Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another writer published the same content first.
            return new Unsynced(artifact);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the artifact folder must lie on one file system", e);
        } catch (IOException e) {
            unsynced.remove(sha256);
            throw e;
        }
        // Its content was just hashed; that of one that was there already was not.
        hashed.put(sha256, FileStamp.of(target.resolve(FILES), artifact));
        CrashPoint.ARTIFACT_UNSYNCED.reach();
        return new Unsynced(artifact);
    }

    /** Makes sure of an artifact that another process left marked, or removes it. */
    private void settle(String sha256) {
        Path directory = root.resolve(sha256);
        if (isForeign(sha256, directory)) {
            synchronized (mark) {
                if (isForeign(sha256, directory)) {
                    try {
                        Contents.verify(directory.resolve(FILES), manifest(sha256));
                        mark.clear(directory);
                    } catch (IOException | ArtifactException e) {
                        log.warn(
                                "Artifact {} is removed; its process ended before the disk had it: {}",
                                sha256,
                                e.toString());
                        delete(sha256);
                    }
                }
            }
        }
    }

    private boolean isForeign(String sha256, Path directory) {
        return mark.isSet(directory) && !unsynced.contains(sha256);
    }

    /** The manifest of an artifact that is present. */
    public Optional<Artifact> find(String sha256) {
        settle(Names.hash(sha256));
        try {
            return Optional.of(manifest(sha256));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ArtifactException("cannot read artifact " + sha256, e);
        }
    }

    private Artifact manifest(String sha256) throws IOException {
        Artifact artifact = Manifests.read(Files.readString(root.resolve(sha256).resolve(MANIFEST)));
        if (!artifact.sha256().equals(sha256)
                || !Manifests.hash(artifact.files()).equals(sha256)) {
            throw new ArtifactException("the manifest of artifact " + sha256 + " is damaged");
        }
        return artifact;
    }

    /**
     * The directory of an artifact whose files are those of its manifest. What this process has written, received or
     * opened before, and nobody has touched since, is not hashed again.
     *
     * @throws ArtifactException if it is absent or damaged
     */
    public Path open(String sha256) {
        Artifact artifact = require(sha256);
        Path files = root.resolve(sha256).resolve(FILES);
        try {
            List<FileStamp> stamps = FileStamp.of(files, artifact);
            if (!stamps.equals(hashed.get(sha256))) {
                Contents.verify(files, artifact);
                hashed.put(sha256, stamps);
            }
        } catch (IOException e) {
            throw new ArtifactException("cannot read artifact " + sha256, e);
        }
        return files;
    }

    /** Opens one file of an artifact. @throws ArtifactException for a name that the manifest does not list */
    public InputStream read(String sha256, String file) {
        Artifact artifact = require(sha256);
        String name = Names.file(file);
        if (artifact.files().stream().noneMatch(entry -> entry.path().equals(name))) {
            throw new ArtifactException("artifact " + sha256 + " has no file of that name");
        }
        try {
            return Files.newInputStream(root.resolve(sha256).resolve(FILES).resolve(name), LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new ArtifactException("cannot read artifact " + sha256, e);
        }
    }

    /** Removes an artifact. */
    public void delete(String sha256) {
        Path target = root.resolve(Names.hash(sha256));
        hashed.remove(sha256);
        Path trash = workDirectory();
        try {
            // Renamed first: a crash half way leaves no artifact with files missing.
            Files.move(target, trash, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new ArtifactException("cannot delete artifact " + sha256 + ": " + e.getMessage(), e);
        }
        CrashPoint.ARTIFACT_TRASHED.reach();
        Directories.deleteQuietly(trash);
    }

    private Artifact require(String sha256) {
        return find(sha256).orElseThrow(() -> new ArtifactException("no artifact " + sha256));
    }

    private Path workDirectory() {
        try {
            return PrivateFiles.createDirectories(root.resolve(WORK))
                    .resolve(UUID.randomUUID().toString());
        } catch (IOException e) {
            throw new ArtifactException("cannot write to the artifact folder " + root + ": " + e.getMessage(), e);
        }
    }

    /** An artifact that can be read and is perhaps not on the disk yet. */
    public final class Unsynced {

        private final Artifact artifact;

        private Unsynced(Artifact artifact) {
            this.artifact = artifact;
        }

        public String sha256() {
            return artifact.sha256();
        }

        /**
         * Waits until the disk has the artifact.
         *
         * @throws UncheckedIOException when it has not, the artifact being removed: after a sync that failed the next one
         *     may succeed with nothing written
         */
        public Artifact sync() {
            // One at a time: of two that sync the same content, one would take away the mark that the other has just
            // seen.
            synchronized (mark) {
                return syncAlone();
            }
        }

        private Artifact syncAlone() {
            String sha256 = artifact.sha256();
            Path directory = root.resolve(sha256);
            try {
                if (mark.isSet(directory)) {
                    mark.clear(directory);
                    CrashPoint.ARTIFACT_SYNCED.reach();
                } else if (!Files.isDirectory(directory)) {
                    throw new NoSuchFileException(directory.toString());
                }
                return artifact;
            } catch (IOException e) {
                UncheckedIOException failure =
                        new UncheckedIOException("cannot store artifact " + artifact.name() + ": " + e.getMessage(), e);
                try {
                    delete(sha256);
                } catch (ArtifactException left) {
                    failure.addSuppressed(left);
                }
                throw failure;
            } finally {
                unsynced.remove(sha256);
            }
        }
    }

    /** Where the bytes of a file come from. */
    public interface FileSource {
        InputStream open(String file) throws IOException;
    }
}
