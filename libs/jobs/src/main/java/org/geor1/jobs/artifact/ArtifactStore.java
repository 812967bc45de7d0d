package org.geor1.jobs.artifact;

import java.io.File;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.geor1.jobs.outage.CrashPoint;

/**
 * Layout: {@code <root>/<sha256>/files/…} with {@code <root>/<sha256>/manifest.json} beside it; work in progress lives
 * under {@code <root>/tmp}. The rename of a finished directory is what makes an artifact exist. Directories have mode
 * 0700 and files 0600.
 */
public final class ArtifactStore {

    private static final String FILES = "files";
    private static final String MANIFEST = "manifest.json";
    private static final String WORK = "tmp";

    private final Path root;

    /** State of the files that this process has hashed: as long as it stays, their content is what it was. */
    private final Map<String, List<FileStamp>> hashed = new ConcurrentHashMap<>();

    public ArtifactStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
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
        Path work = workDirectory();
        try {
            Path files = PrivateFiles.createDirectories(work.resolve(FILES));
            writer.accept(files);
            List<Artifact.FileEntry> entries = entries(files);
            return hashed(publish(work, new Artifact(Manifests.hash(entries), name, entries)));
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
            for (Artifact.FileEntry entry : manifest.files()) {
                Path target = files.resolve(Names.file(entry.path()));
                PrivateFiles.createParent(target);
                try (InputStream in = source.open(entry.path())) {
                    Files.copy(in, target);
                }
            }
            verify(files, manifest);
            return hashed(publish(work, manifest));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot receive artifact " + manifest.sha256() + ": " + e.getMessage(), e);
        } finally {
            Directories.deleteQuietly(work);
        }
    }

    private Published publish(Path work, Artifact artifact) throws IOException {
        Path target = root.resolve(artifact.sha256());
        if (Files.isDirectory(target)) {
            return new Published(artifact, false);
        }
        Path files = work.resolve(FILES);
        Files.writeString(work.resolve(MANIFEST), Manifests.write(artifact));
        // Writers make their files as the umask says; the directory around them was closed all the while.
        PrivateFiles.closeTree(work);
        for (Path path : Directories.tree(work)) {
            Directories.sync(path);
        }
        CrashPoint.ARTIFACT_WRITTEN.reach();
        try {
            Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another writer published the same content first.
            return new Published(artifact, false);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the artifact folder must lie on one file system", e);
        }
        CrashPoint.ARTIFACT_RENAMED.reach();
        Directories.sync(root);
        return new Published(artifact, true);
    }

    /** The manifest of an artifact that is present. */
    public Optional<Artifact> find(String sha256) {
        Path manifest = root.resolve(Names.hash(sha256)).resolve(MANIFEST);
        try {
            Artifact artifact = Manifests.read(Files.readString(manifest));
            if (!artifact.sha256().equals(sha256)
                    || !Manifests.hash(artifact.files()).equals(sha256)) {
                throw new ArtifactException("the manifest of artifact " + sha256 + " is damaged");
            }
            return Optional.of(artifact);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ArtifactException("cannot read artifact " + sha256, e);
        }
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
                verify(files, artifact);
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

    /** Remembers an artifact whose content was just hashed. One that was there already was not. */
    private Artifact hashed(Published published) throws IOException {
        Artifact artifact = published.artifact();
        if (published.renamed()) {
            Path files = root.resolve(artifact.sha256()).resolve(FILES);
            hashed.put(artifact.sha256(), FileStamp.of(files, artifact));
        }
        return artifact;
    }

    /** @param renamed whether it was not there before */
    private record Published(Artifact artifact, boolean renamed) {}

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

    private static void verify(Path files, Artifact artifact) throws IOException {
        for (Artifact.FileEntry entry : artifact.files()) {
            Path file = files.resolve(Names.file(entry.path()));
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) != entry.size()
                    || !Manifests.hash(file).equals(entry.sha256())) {
                throw new ArtifactException(
                        "file " + entry.path() + " of artifact " + artifact.sha256() + " is missing or damaged");
            }
        }
    }

    private static List<Artifact.FileEntry> entries(Path files) throws IOException {
        List<Artifact.FileEntry> entries = new ArrayList<>();
        for (Path file : Directories.tree(files)) {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            String name = Names.file(files.relativize(file).toString().replace(File.separatorChar, '/'));
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new ArtifactException("an artifact holds plain files only, not " + name);
            }
            entries.add(new Artifact.FileEntry(name, Files.size(file), Manifests.hash(file)));
        }
        if (entries.isEmpty()) {
            throw new ArtifactException("an artifact holds at least one file");
        }
        return entries;
    }

    /** Where the bytes of a file come from. */
    public interface FileSource {
        InputStream open(String file) throws IOException;
    }
}
