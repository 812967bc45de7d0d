package org.geor1.benchmarks.resume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.geor1.local.home.Home;

/**
 * The PostgreSQL server of a home, as its own {@code postmaster.pid} describes it.
 *
 * @param pid the server's parent process
 * @param port where it listens on the loopback interface
 */
record Postmaster(long pid, int port) {

    static Optional<Postmaster> of(Home home) {
        Path file = home.databaseData().resolve("postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.size() < 4
                    ? Optional.empty()
                    : Optional.of(new Postmaster(
                            Long.parseLong(lines.get(0).strip()),
                            Integer.parseInt(lines.get(3).strip())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + port + "/geor1?user=postgres";
    }

    /** SIGKILL to it and its children, which is what the end of a machine is to them. */
    void kill() {
        ProcessHandle.of(pid).ifPresent(parent -> {
            // Listed first: children of the dead are nobody's.
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(parent), parent.descendants()).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(process -> process.onExit().join());
        });
    }
}
