package org.geor1.jobs.outage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Says whether a directory's file system has room to work. Once it has been short, a quarter more than what is wanted
 * must be free before it counts as roomy again, so that work does not begin and end at the limit.
 */
public final class FreeSpace {

    private final Path directory;
    private final long wanted;
    private final ToLongFunction<Path> usable;
    private long bar;
    private boolean isShort;

    /** @param directory need not exist yet */
    public FreeSpace(Path directory, DataSize wanted) {
        this(directory, wanted, FreeSpace::usableSpace);
    }

    /** @param usable bytes free to this user where a directory lies */
    public FreeSpace(Path directory, DataSize wanted, ToLongFunction<Path> usable) {
        this.directory = directory.toAbsolutePath();
        this.wanted = wanted.toBytes();
        this.usable = usable;
        this.bar = this.wanted;
    }

    /** What is lacking, in a sentence without a full stop; null while there is room. */
    public synchronized @Nullable String shortage() {
        long free = usable.applyAsLong(directory);
        if (free >= bar) {
            bar = wanted;
            isShort = false;
            return null;
        }
        if (!isShort) {
            isShort = true;
            bar = Math.max(bar, wanted + wanted / 4);
        }
        return "No space left on device: " + megabytes(free) + " free in " + directory + ", " + megabytes(bar)
                + " wanted";
    }

    /** A write failed although enough seemed to be free: it was larger. From now on more than was free then is wanted. */
    public synchronized void exhausted() {
        isShort = true;
        bar = usable.applyAsLong(directory) + wanted;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static long usableSpace(Path directory) {
        for (Path path = directory; path != null; path = path.getParent()) {
            if (Files.exists(path)) {
                try {
                    return Files.getFileStore(path).getUsableSpace();
                } catch (IOException e) {
                    // Unknown free space does not stop the work: a write that fails will.
                    return Long.MAX_VALUE;
                }
            }
        }
        return Long.MAX_VALUE;
    }
}
