package org.geor1.jobs.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The hashes that directories outside of the store would have as artifacts of their plain files. One is read again only when a
 * file of it has changed.
 */
public final class DirectoryHashes {

    private final Map<Path, Known> known = new HashMap<>();

    private record Known(List<Path> files, List<FileStamp> stamps, String sha256) {}

    /** The plain files of a directory, hidden ones left out. Links count as what they lead to. */
    public static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** The hash of a directory's {@link #files}. Takes as long as reading them, if they are new. */
    public synchronized String sha256(Path directory) throws IOException {
        List<Path> files = files(directory);
        List<FileStamp> stamps = stamps(files);
        Known before = known.get(directory);
        if (before != null && before.files.equals(files) && before.stamps.equals(stamps)) {
            return before.sha256;
        }
        List<Artifact.FileEntry> entries = new ArrayList<>();
        for (Path file : files) {
            entries.add(
                    new Artifact.FileEntry(String.valueOf(file.getFileName()), Files.size(file), Manifests.hash(file)));
        }
        String sha256 = Manifests.hash(entries);
        known.put(directory, new Known(files, stamps, sha256));
        return sha256;
    }

    private static List<FileStamp> stamps(List<Path> files) throws IOException {
        List<FileStamp> stamps = new ArrayList<>();
        for (Path file : files) {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            stamps.add(new FileStamp(found.fileKey(), found.size(), found.lastModifiedTime()));
        }
        return stamps;
    }
}
