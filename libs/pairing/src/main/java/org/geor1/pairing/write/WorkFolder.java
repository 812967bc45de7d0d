package org.geor1.pairing.write;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is written under another name, so that it is complete once it is there, and gone if it fails. */
public final class WorkFolder implements Closeable {

    private final Path target;
    private final Path work;

    /** @throws FileAlreadyExistsException if the folder exists */
    public WorkFolder(Path folder) throws IOException {
        target = folder.toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (Files.exists(target) || parent == null) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        Files.createDirectories(parent);
        // A temporary folder would be for its owner alone, and so would be what it becomes.
        work = Files.createDirectory(parent.resolve(
                "." + target.getFileName() + "-" + ProcessHandle.current().pid()));
    }

    public Path path() {
        return work;
    }

    /** Gives it its name. */
    public void finish() throws IOException {
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(work)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(work)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
