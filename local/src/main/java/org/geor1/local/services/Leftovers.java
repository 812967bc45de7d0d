package org.geor1.local.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.geor1.jobs.artifact.PrivateFiles;
import org.geor1.local.home.Home;

/**
 * Remembers the child processes of a home, so that the next start after a {@code kill -9} of their parent finds and
 * stops them before it stops their database. A pid that now belongs to another program is left alone.
 */
final class Leftovers {

    private static final long PATIENCE_SECONDS = 30;

    private final Path file;

    Leftovers(Home home) {
        this.file = home.directory().resolve("services");
    }

    void remember(List<Process> processes) {
        try {
            StringBuilder lines = new StringBuilder();
            for (Process process : processes) {
                ProcessIdentity.of(process.pid())
                        .ifPresent(identity -> lines.append(identity).append('\n'));
            }
            PrivateFiles.write(file, lines.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends every remembered process that still runs. */
    void stop() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<ProcessHandle> alive = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                Optional<ProcessIdentity> identity = ProcessIdentity.parse(line);
                if (identity.isPresent()) {
                    identity.get().find().ifPresent(alive::add);
                }
            }
            // They hold no state of their own: leases and the step table decide what counts.
            alive.forEach(ProcessHandle::destroyForcibly);
            CompletableFuture.allOf(alive.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
            forget();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
