package org.geor1.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Resident memory of processes, from Linux's {@code /proc}. */
public final class ResidentMemory {

    private static final Path PROCESSES = Path.of("/proc");

    private ResidentMemory() {}

    /**
     * Resident memory of process {@code pid}, in bytes; 0 if it has ended. A page of a file counts once per mapping.
     */
    public static long of(long pid) throws IOException {
        return of(pid, "VmRSS:");
    }

    /** The same without pages of files, which the system can reclaim, in bytes; 0 if the process has ended. */
    public static long anonymous(long pid) throws IOException {
        return of(pid, "RssAnon:");
    }

    private static long of(long pid, String field) throws IOException {
        try {
            return kib(PROCESSES.resolve(pid + "/status"), field) << 10;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Resets the high-water mark of this process. */
    public static void resetPeak() throws IOException {
        Files.writeString(PROCESSES.resolve("self/clear_refs"), "5");
    }

    /** The highest value for this process since the last reset, in bytes. */
    public static long peak() throws IOException {
        return kib(PROCESSES.resolve("self/status"), "VmHWM:") << 10;
    }

    /** Memory that a new process can have without swapping, in bytes. */
    public static long available() throws IOException {
        return kib(PROCESSES.resolve("meminfo"), "MemAvailable:") << 10;
    }

    private static long kib(Path file, String field) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
