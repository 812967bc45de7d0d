package org.geor1.jobs.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells, without reading a file, that it is the one that was read before: its inode, size and time of change.
 *
 * @param key the inode, or null where the file system has none
 */
record FileStamp(@Nullable Object key, long size, FileTime modified) {

    /** Stamps of the files of an artifact, in the order of its manifest. */
    static List<FileStamp> of(Path files, Artifact artifact) throws IOException {
        List<FileStamp> stamps = new ArrayList<>();
        for (Artifact.FileEntry entry : artifact.files()) {
            Path file = files.resolve(Names.file(entry.path()));
            try {
                BasicFileAttributes found =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                stamps.add(new FileStamp(found.fileKey(), found.size(), found.lastModifiedTime()));
            } catch (NoSuchFileException e) {
                throw new ArtifactException(
                        "file " + entry.path() + " of artifact " + artifact.sha256() + " is missing or damaged", e);
            }
        }
        return stamps;
    }
}
