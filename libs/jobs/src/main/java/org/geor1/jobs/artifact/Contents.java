package org.geor1.jobs.artifact;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of an artifact, read in full. */
final class Contents {

    private Contents() {}

    /** The files below {@code files} as a manifest lists them. */
    static List<Artifact.FileEntry> list(Path files) throws IOException {
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

    /** @throws ArtifactException if a file is not that of the manifest */
    static void verify(Path files, Artifact artifact) throws IOException {
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
}
