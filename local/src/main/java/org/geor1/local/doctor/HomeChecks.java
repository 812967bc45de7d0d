package org.geor1.local.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.local.Ports;
import org.geor1.local.database.DataDirectory;
import org.geor1.local.database.EmbeddedDatabase;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Home;
import org.geor1.local.home.HomeLock;
import org.springframework.util.FileSystemUtils;

/** Checks what the platform would use: the home, the port, PostgreSQL. */
final class HomeChecks {

    private static final long GIB = 1L << 30;
    /** A demo with every arm, its checkpoints and logs. */
    private static final long WANTED_DISK = 4 * GIB;

    private HomeChecks() {}

    static Finding home(Home home) {
        try {
            home.prepare();
            DataDirectory.requireSupportedVersion(home.databaseData());
            HomeLock.acquire(home).close();
            return Finding.ok("home", home.directory().toString());
        } catch (EnvironmentProblem problem) {
            return of("home", problem);
        }
    }

    static Finding disk(Home home) {
        try {
            long free = Files.getFileStore(home.directory()).getUsableSpace();
            String found = "%.1f GiB free".formatted((double) free / GIB);
            return free >= WANTED_DISK
                    ? Finding.ok("disk", found)
                    : Finding.warn("disk", found, "Free 4 GiB there, or choose another disk with --home");
        } catch (IOException e) {
            return Finding.fail("disk", "unknown under " + home.directory(), "Choose another home with --home");
        }
    }

    static Finding port(int port) {
        try {
            Ports.at(port).requireFree();
            return Finding.ok("port", port + " and " + (port + Ports.MANAGEMENT_OFFSET) + " are free");
        } catch (EnvironmentProblem problem) {
            return Finding.warn("port", String.valueOf(problem.getMessage()), problem.remedy());
        }
    }

    /** Starts a server over an empty directory, so that the home's own data is not touched. */
    static Finding postgres() {
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("geor1-doctor");
            Home home = new Home(scratch).prepare();
            long started = System.nanoTime();
            try (EmbeddedDatabase database = new EmbeddedDatabase(home)) {
                database.start();
            }
            return Finding.ok("postgres", "starts and stops in %.1f s".formatted((System.nanoTime() - started) / 1e9));
        } catch (EnvironmentProblem problem) {
            return Finding.fail(
                    "postgres",
                    String.valueOf(problem.getMessage()),
                    "As root in a container without user namespaces PostgreSQL refuses to run: use an ordinary user");
        } catch (IOException e) {
            return Finding.fail(
                    "postgres", "no temporary directory", "Free space in " + System.getProperty("java.io.tmpdir"));
        } finally {
            remove(scratch);
        }
    }

    private static void remove(@org.jspecify.annotations.Nullable Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException leftForTheSystem) {
            System.err.println("geor1: could not remove " + directory);
        }
    }

    private static Finding of(String check, EnvironmentProblem problem) {
        return Finding.fail(check, String.valueOf(problem.getMessage()), problem.remedy());
    }
}
