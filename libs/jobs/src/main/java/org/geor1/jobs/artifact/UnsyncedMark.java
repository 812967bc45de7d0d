package org.geor1.jobs.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The file {@code unsynced} beside a manifest. It says that the disk may lack some of the artifact. The disk has the mark
 * itself before the artifact's first file is written, so no artifact outlives a loss of power without it.
 */
final class UnsyncedMark {

    private static final String NAME = "unsynced";

    private final Disk disk;

    UnsyncedMark(Disk disk) {
        this.disk = disk;
    }

    void set(Path directory) throws IOException {
        Path mark = Files.createFile(directory.resolve(NAME));
        disk.sync(mark);
        disk.sync(directory);
    }

    boolean isSet(Path directory) {
        return Files.exists(directory.resolve(NAME));
    }

    /** Waits until the disk has all that is in the directory and the directory's name, and takes the mark away. */
    void clear(Path directory) throws IOException {
        Path mark = directory.resolve(NAME);
        for (Path path : Directories.tree(directory)) {
            // Somebody else may have cleared it meanwhile.
            if (!path.equals(mark)) {
                disk.sync(path);
            }
        }
        disk.sync(Objects.requireNonNull(directory.getParent(), "an artifact lies in a store"));
        Files.deleteIfExists(mark);
        disk.sync(directory);
    }
}
