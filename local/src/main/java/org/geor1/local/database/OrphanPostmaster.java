package org.geor1.local.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.geor1.local.home.EnvironmentProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that outlived its parent, as one does after {@code kill -9} of the JVM. The caller holds the
 * home's lock, so whatever server still runs on its data has no owner.
 */
final class OrphanPostmaster {

    private static final Logger log = LoggerFactory.getLogger(OrphanPostmaster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OrphanPostmaster() {}

    /** Stops the server on {@code dataDirectory}, if one runs, and waits until it is gone. */
    static void stop(Path dataDirectory) {
        Path pidFile = dataDirectory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> owner = readPid(pidFile).flatMap(ProcessHandle::of);
        if (owner.isPresent() && isPostgres(owner.get())) {
            log.warn(
                    "Stopping PostgreSQL {}, left over from a process that was killed",
                    owner.get().pid());
            signal(owner.get());
        } else {
            // The pid is free or belongs to someone else by now; PostgreSQL would refuse to start in the second case.
            delete(pidFile);
        }
    }

    private static void signal(ProcessHandle postmaster) {
        try {
            // SIGINT is PostgreSQL's fast shutdown: clients are cut, a checkpoint is written. Java can send no SIGINT.
            new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid()))
                    .start()
                    .waitFor();
            postmaster.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new EnvironmentProblem(
                    "PostgreSQL process " + postmaster.pid() + " from an earlier start does not stop",
                    "End it with: kill -QUIT " + postmaster.pid(),
                    e);
        } catch (IOException | ExecutionException e) {
            throw new EnvironmentProblem(
                    "Cannot stop PostgreSQL process " + postmaster.pid() + " from an earlier start",
                    "End it with: kill -INT " + postmaster.pid(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while stopping PostgreSQL", e);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .commandLine()
                .or(process.info()::command)
                .orElse("")
                .contains("postgres");
    }

    private static Optional<Long> readPid(Path pidFile) {
        try {
            return Files.readAllLines(pidFile).stream()
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,10}"))
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void delete(Path pidFile) {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot remove the stale " + pidFile, "Make it writable for this user, or remove it by hand", e);
        }
    }
}
