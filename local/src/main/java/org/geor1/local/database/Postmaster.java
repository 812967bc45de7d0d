package org.geor1.local.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.geor1.local.home.Home;

/**
 * The PostgreSQL server that runs on a home's data.
 *
 * @param process its parent process
 */
public record Postmaster(ProcessHandle process) {

    /** What the kernel appends to the name of an executable that was removed while it runs. */
    private static final String DELETED = " (deleted)";

    /**
     * Looks in the data directory's {@code postmaster.pid}. A pid is not enough: the server may have been killed and
     * its pid reused by another program. So the process must run a {@code postgres} of this home, and its working
     * directory must be this home's data directory, as a server's is from its start on. The kernel reports both; a
     * command line, which any process can choose, is not used.
     */
    public static Optional<Postmaster> of(Home home) {
        return pid(home.databaseData())
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> serves(process, home))
                .map(Postmaster::new);
    }

    private static boolean serves(ProcessHandle process, Home home) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            String link = Files.readSymbolicLink(proc.resolve("exe")).toString();
            Path executable =
                    Path.of(link.endsWith(DELETED) ? link.substring(0, link.length() - DELETED.length()) : link);
            return executable.startsWith(home.databaseBinaries().toRealPath())
                    && executable.endsWith("bin/postgres")
                    && Files.readSymbolicLink(proc.resolve("cwd"))
                            .equals(home.databaseData().toRealPath());
        } catch (IOException endedOrNotOurs) {
            return false;
        }
    }

    static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }

    private static Optional<Long> pid(Path data) {
        try {
            return Files.readAllLines(pidFile(data)).stream()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,10}"))
                    .map(Long::valueOf);
        } catch (IOException noneRuns) {
            return Optional.empty();
        }
    }
}
