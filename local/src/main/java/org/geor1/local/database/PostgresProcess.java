package org.geor1.local.database;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs PostgreSQL's programs on one data directory, one after another. Closing, from any thread, ends the running one.
 */
final class PostgresProcess implements AutoCloseable {

    /** Crash recovery replays the log before the server answers. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final Duration LOOK = Duration.ofMillis(20);

    /** A shutdown writes a checkpoint, on a slow disk too. */
    private static final Duration STOP = Duration.ofSeconds(60);

    private static final Duration HELPERS = Duration.ofSeconds(5);

    /** The line of {@code postmaster.pid} with the server's status. */
    private static final int STATUS_LINE = 7;

    private final Path data;
    private final Path log;
    private @Nullable Process running;
    private boolean serving;
    private boolean closed;

    /**
     * @param data the server's data directory
     * @param log where every program writes its output
     */
    PostgresProcess(Path data, Path log) {
        this.data = data;
        this.log = log;
    }

    /** Runs a program to its end, {@code input} on its standard input. */
    void run(List<String> command, String input) throws IOException, InterruptedException {
        Process process = start(command, false);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedBeforeItRead) {
            // Its exit code and the log say why.
        }
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("PostgreSQL's set-up ended with exit code " + code);
        }
    }

    /** Starts the server and returns once it takes connections, or throws as soon as it has ended. */
    void serve(List<String> command) throws IOException, InterruptedException {
        List<String> apart = new ArrayList<>();
        // In its own session: Ctrl-C reaches every process in the terminal's session, and the database must stop last.
        apart.add("setsid");
        apart.addAll(command);
        Process server = start(apart, true);
        server.getOutputStream().close();
        long deadline = System.nanoTime() + START.toNanos();
        while (!isReady(server.pid())) {
            if (server.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("postgres ended with exit code " + server.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("postgres is not ready after " + START.toSeconds() + " s");
            }
        }
    }

    private synchronized Process start(List<String> command, boolean server) throws IOException {
        if (closed) {
            throw new IOException("the start was interrupted");
        }
        ProcessBuilder.Redirect toLog = ProcessBuilder.Redirect.appendTo(log.toFile());
        Process process = new ProcessBuilder(command)
                .redirectOutput(toLog)
                .redirectError(toLog)
                .start();
        running = process;
        serving = server;
        return process;
    }

    private boolean isReady(long pid) throws IOException {
        Path pidFile = Postmaster.pidFile(data);
        if (!Files.exists(pidFile)) {
            return false;
        }
        List<String> lines = Files.readAllLines(pidFile);
        return lines.size() > STATUS_LINE
                && lines.get(0).strip().equals(Long.toString(pid))
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    @Override
    public synchronized void close() {
        closed = true;
        Process process = running;
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            List<ProcessHandle> helpers = process.descendants().toList();
            if (serving) {
                shutDown(process.pid());
            } else {
                process.destroy();
            }
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("PostgreSQL process " + process.pid() + " does not stop");
            }
            // They end a moment after their parent; a system that reaps no zombies still lists them.
            CompletableFuture.allOf(helpers.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, HELPERS.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL stops", e);
        }
    }

    /** SIGINT is PostgreSQL's fast shutdown: clients are cut, a checkpoint is written. Java cannot send SIGINT. */
    static void shutDown(long pid) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(pid))
                .start()
                .waitFor();
    }
}
