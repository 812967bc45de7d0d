package org.geor1.benchmarks.resume;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.local.Ports;
import org.geor1.local.cli.Geor1;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.database.Postmaster;
import org.geor1.local.home.Home;
import org.geor1.local.home.Installation;
import org.jspecify.annotations.Nullable;

/** {@code geor1 up} as a child, so that it can be killed. */
final class PlatformProcess {

    /** Short leases: those of a dead platform have expired by the time the next one is up. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "GEOR1_TRAINER_LEASE",
            "3s",
            "GEOR1_JOBS_LEASE",
            "3s",
            // Here workers disappear because they are killed, not because of their jobs.
            "GEOR1_JOBS_MAXATTEMPTS",
            "100",
            // A fixed order: which groups wait together when the worker looks depends on time, and a completion's last
            // bits depend on the groups it is drawn with.
            "GEOR1_ROLLOUT_BATCH",
            "1",
            // They also depend on the number of threads.
            "OMP_NUM_THREADS",
            "1");

    private static final String UP = "Geo-R1 is up";
    private static final String ENDED = "ended";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Home home;
    private final Path errors;
    private final Process process;
    private final PlatformClient client;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final Map<CrashPoint, Integer> reached = new EnumMap<>(CrashPoint.class);
    private boolean up;

    private PlatformProcess(Home home, Path errors, Process process, int port) {
        this.home = home;
        this.errors = errors;
        this.process = process;
        this.client = new PlatformClient(URI.create("http://localhost:" + port), null);
        Thread reader = new Thread(this::readOutput, "platform-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * @param point point at which it stops and waits to be killed, or null
     * @param time at which pass through the point, from 1
     * @param archive of loaded classes, which halves the start; the first platform that stops in order writes it
     */
    static PlatformProcess start(Home home, @Nullable CrashPoint point, int time, Path archive) throws IOException {
        int port = freePort();
        Path errors = Homes.errors(home);
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        // Each lives for seconds, most of which is its start.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive,
                        "-Djava.awt.headless=true",
                        "-Dfile.encoding=UTF-8",
                        "-Dai.djl.offline=true",
                        "-Dorg.geor1.root=" + Installation.root(),
                        "-D" + CrashPoint.PROPERTY + "=" + (point == null ? "none" : point.name() + ":" + time),
                        Geor1.class.getName(),
                        "up",
                        "--port=" + port,
                        "--home=" + home.directory()))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        ENVIRONMENT.forEach(builder.environment()::putIfAbsent);
        PlatformProcess started = new PlatformProcess(home, errors, builder.start(), port);
        // The end of the benchmark ends its children.
        Runtime.getRuntime().addShutdownHook(new Thread(started::killAll));
        return started;
    }

    /** A free port whose management port is free as well. */
    private static int freePort() {
        for (int attempt = 0; attempt < 50; attempt++) {
            int port = Ports.free().http();
            if (port + Ports.MANAGEMENT_OFFSET <= 65_535) {
                try {
                    Ports.at(port).requireFree();
                    return port;
                } catch (RuntimeException taken) {
                    // Otherwise try the next one.
                }
            }
        }
        throw new IllegalStateException("no two free ports");
    }

    private void readOutput() {
        try (BufferedReader lines = process.inputReader()) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
            }
        } catch (IOException e) {
            // The pipe of a killed process is closed.
        }
        said.add(ENDED);
    }

    PlatformClient client() {
        return client;
    }

    void awaitUp() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!up) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the platform did not start; see " + errors);
            }
            listen(PATIENCE);
        }
    }

    /** Reads the platform's output, waiting this long if there is none. */
    void listen(Duration patience) throws InterruptedException {
        @Nullable String line = said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        for (; line != null; line = said.poll()) {
            hear(line);
        }
    }

    private void hear(String line) {
        if (line.equals(ENDED)) {
            throw new IllegalStateException("the platform ended by itself; see " + errors + " and "
                    + home.logs().resolve("platform.log"));
        }
        if (line.startsWith(UP)) {
            up = true;
        } else if (line.startsWith(CrashPoint.PROPERTY)) {
            String occurrence = line.substring(CrashPoint.PROPERTY.length() + 1);
            int colon = occurrence.indexOf(':');
            reached.merge(
                    CrashPoint.valueOf(occurrence.substring(0, colon)),
                    Integer.valueOf(occurrence.substring(colon + 1)),
                    Math::max);
        }
    }

    /** How often the platform has passed each point. */
    Map<CrashPoint, Integer> reached() {
        return reached;
    }

    private void killAll() {
        process.destroyForcibly();
        killDatabase();
    }

    /** SIGKILL, to the platform first, since a living one would only complain about its database. */
    void kill(boolean database) throws InterruptedException {
        process.destroyForcibly().waitFor();
        if (database) {
            killDatabase();
        }
    }

    /** SIGKILL to the server and its children, as if the machine had failed. */
    private void killDatabase() {
        Postmaster.of(home).map(Postmaster::process).ifPresent(parent -> {
            // Children are listed before the kill, since a dead process has none.
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(parent), parent.descendants()).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(server -> server.onExit().join());
        });
    }

    /** Stops the platform and its database as a user would. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
