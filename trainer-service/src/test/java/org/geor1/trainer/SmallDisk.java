package org.geor1.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A disk of a few megabytes: a tmpfs if this process may mount one (as root). Otherwise, a folder that adds up its
 * contents and fails writes through {@code /dev/full}, with the same error from the same system call.
 */
final class SmallDisk implements AutoCloseable {

    private static final Path FULL = Path.of("/dev/full");

    private final Path directory;
    private final long capacity;
    private final boolean mounted;

    SmallDisk(Path directory, int megabytes) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        this.capacity = (long) megabytes << 20;
        this.mounted = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
    }

    /** Bytes that can still be written. */
    long free() {
        try {
            return mounted ? Files.getFileStore(directory).getUsableSpace() : capacity - used();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves this many bytes free by creating a file of the right size, or removes that file. */
    void fillUpTo(long free) {
        try {
            empty();
            Files.write(ballast(), new byte[Math.toIntExact(free() - free)]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void empty() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes like a mounted disk: completely, or fails for lack of space. */
    void write(Path file, byte[] content) throws IOException {
        Files.write(!mounted && content.length > free() ? FULL : file, content);
    }

    private Path ballast() {
        return directory.resolve("ballast");
    }

    private long used() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        empty();
        if (mounted && !run("umount", "--lazy", directory.toString())) {
            throw new IOException("cannot unmount " + directory);
        }
    }
}
