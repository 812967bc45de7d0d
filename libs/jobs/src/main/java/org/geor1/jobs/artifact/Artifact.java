package org.geor1.jobs.artifact;

import java.util.List;

/**
 * A stored directory, addressed by the hash of its manifest.
 *
 * @param sha256 hash of the canonical manifest, in lower-case hex
 */
public record Artifact(String sha256, String name, List<FileEntry> files) {

    public Artifact {
        files = List.copyOf(files);
    }

    public long size() {
        return files.stream().mapToLong(FileEntry::size).sum();
    }

    /** One file of a manifest; {@code path} is relative, with {@code /} between names. */
    public record FileEntry(String path, long size, String sha256) {}
}
