package org.geor1.local.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.geor1.local.home.Home;

/**
 * Remembers the child processes of a home, so that a start after {@code kill -9} of their parent finds and ends them
 * before it takes the database away under them.
 */
final class Leftovers {

    private static final long PATIENCE_SECONDS = 30;

    private final Path file;

    Leftovers(Home home) {
        this.file = home.directory().resolve("services");
    }

    void remember(List<ServiceProcess> processes) {
        try {
            Files.write(
                    file,
                    processes.stream()
                            .map(process -> process.process().pid() + " "
                                    + process.module().mainClass())
                            .toList());
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
            List<ProcessHandle> alive = Files.readAllLines(file).stream()
                    .map(line -> line.split(" ", 2))
                    .filter(parts -> parts.length == 2 && parts[0].matches("\\d{1,10}"))
                    .flatMap(parts ->
                            ProcessHandle.of(Long.parseLong(parts[0]))
                                    .filter(process -> isService(process, parts[1]))
                                    .stream())
                    .toList();
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

    /** A pid may belong to another program by now. */
    private static boolean isService(ProcessHandle process, String mainClass) {
        return process.info().commandLine().orElse("").contains(mainClass)
                || process.info().arguments().map(List::of).orElse(List.of()).contains(mainClass);
    }
}
