package org.geor1.local.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.geor1.jobs.artifact.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * Holds a home for one process. The operating system releases the lock when the process ends, so a {@code kill -9}
 * leaves nothing to clean up.
 */
public final class HomeLock implements AutoCloseable {

    private final FileChannel channel;
    private final Path holder;

    private HomeLock(FileChannel channel, Path holder) {
        this.channel = channel;
        this.holder = holder;
    }

    /** Takes the lock, or names the process that has it. */
    public static HomeLock acquire(Home home) {
        // The holder's name is in a second file, since closing any descriptor of the locked one would release a POSIX
        // lock.
        Path holder = home.directory().resolve("running");
        try {
            FileChannel channel = FileChannel.open(
                    PrivateFiles.createFile(home.directory().resolve("lock")), StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EnvironmentProblem(
                        "The home " + home.directory() + " is already in use by " + describe(holder),
                        "Stop that process, or choose another home with --home");
            }
            HomeLock lock = new HomeLock(channel, holder);
            lock.announce("starting");
            return lock;
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot lock the home " + home.directory() + " ("
                            + e.getClass().getSimpleName() + ")",
                    "Choose a home on a local disk with --home",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisJvm) {
            return null;
        }
    }

    private static String describe(Path holder) throws IOException {
        return Files.exists(holder) ? Files.readString(holder).strip() : "another process";
    }

    /** Records where the platform answers, for whoever is refused the lock. */
    public void announce(String address) {
        try {
            PrivateFiles.write(
                    holder,
                    "process %d (%s)%n".formatted(ProcessHandle.current().pid(), address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(holder);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
