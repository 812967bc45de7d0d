package org.geor1.local.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Identifies one process uniquely; a pid alone may be reused once its process has ended.
 *
 * @param pid its number
 * @param boot identifies the boot of the system it runs on
 * @param ticks when it started, in the kernel's clock ticks since that start
 */
record ProcessIdentity(long pid, String boot, long ticks) {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Pattern TEXT = Pattern.compile("(\\d{1,10}) ([0-9a-f-]{36}) (\\d{1,18})");

    /** Index among the fields after the program's name in {@code /proc/PID/stat}. */
    private static final int START = 19;

    /** Empty if no such process runs. */
    static Optional<ProcessIdentity> of(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name is in parentheses and may contain anything, including parentheses and spaces.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Optional.of(new ProcessIdentity(pid, Files.readString(BOOT).strip(), Long.parseLong(fields[START])));
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        }
    }

    /** The process if it still runs. */
    Optional<ProcessHandle> find() throws IOException {
        return of(pid).filter(this::equals).flatMap(same -> ProcessHandle.of(pid));
    }

    /** Reads what {@link #toString} wrote; empty for anything else. */
    static Optional<ProcessIdentity> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ProcessIdentity(
                        Long.parseLong(matcher.group(1)), matcher.group(2), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return pid + " " + boot + " " + ticks;
    }
}
