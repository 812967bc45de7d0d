package org.geor1.jobs.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.geor1.jobs.artifact.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * A tree of files named by their hash, {@code <root>/ab/cd/abcd…}: two levels of folders keep each folder small. A file is
 * written under another name first, so that one that can be seen is whole.
 */
final class ImageFiles {

    private final Path root;
    private final Path work;

    /** @param work where unfinished files lie, on the same file system */
    ImageFiles(Path root, Path work) {
        this.root = root.toAbsolutePath().normalize();
        this.work = work.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    Path path(String sha256) {
        return root.resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
    }

    /** The content, or null if there is no such file. A file of another size than any picture has is none. */
    byte @Nullable [] read(String sha256) throws IOException {
        Path file = path(sha256);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= Images.MAX_BYTES
                    ? Files.readAllBytes(file)
                    : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** @param durable whether to wait until the file and its name would survive a loss of power */
    void write(String sha256, byte[] bytes, boolean durable) throws IOException {
        Path target = path(sha256);
        Path part =
                PrivateFiles.createDirectories(work).resolve(UUID.randomUUID().toString());
        try {
            PrivateFiles.createFile(part);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                if (durable) {
                    channel.force(true);
                }
            }
            PrivateFiles.createParent(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        if (durable) {
            for (Path folder = target.getParent();
                    folder != null && folder.startsWith(root);
                    folder = folder.getParent()) {
                sync(folder);
            }
        }
    }

    void delete(String sha256) throws IOException {
        Files.deleteIfExists(path(sha256));
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
