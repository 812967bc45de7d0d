package org.geor1.vlm.checkpoint.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes to a temporary file, forces it to disk, then renames it: a crash leaves either the old file or the new one.
 */
public final class AtomicFile {

    private AtomicFile() {}

    @FunctionalInterface
    public interface Body {
        void writeTo(FileChannel channel) throws IOException;
    }

    public static void write(Path target, Body body) {
        Path directory = target.toAbsolutePath().getParent();
        if (directory == null) {
            throw new CheckpointException(target + ": has no parent directory");
        }
        try {
            Files.createDirectories(directory);
            // Not createTempFile: it makes the file readable by its owner only, and other services read checkpoints.
            Path temporary = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try {
                try (FileChannel channel =
                        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    body.writeTo(channel);
                    channel.force(true);
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            // The rename is durable only once the directory itself is on disk.
            try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
                entry.force(true);
            }
        } catch (IOException e) {
            throw new CheckpointException(target.getFileName() + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
