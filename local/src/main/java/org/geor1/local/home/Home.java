package org.geor1.local.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.geor1.jobs.artifact.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * Where one laptop installation keeps everything it stores: database, artifacts, logs. Only its owner may look inside:
 * directories have mode 0700, files 0600, programs 0700.
 *
 * @param directory absolute path of the home
 */
public record Home(Path directory) {

    /** With less space PostgreSQL would fail in the middle of a run, so the start is refused. */
    public static final long MIN_FREE_BYTES = 512L << 20;

    public Home {
        directory = directory.toAbsolutePath().normalize();
    }

    /** The option if given, else {@code GEOR1_HOME}, else {@code .geor1} under the working directory. */
    public static Home resolve(@Nullable Path option, Map<String, String> environment) {
        if (option != null) {
            return new Home(option);
        }
        String fromEnvironment = environment.get("GEOR1_HOME");
        return new Home(Path.of(fromEnvironment == null || fromEnvironment.isBlank() ? ".geor1" : fromEnvironment));
    }

    /** PostgreSQL's data directory. */
    public Path databaseData() {
        return directory.resolve("postgres");
    }

    /** How to log in to the database while it runs; {@link org.geor1.local.database.DatabaseAccess} reads it. */
    public Path databaseAccess() {
        return directory.resolve("database");
    }

    /** Where the PostgreSQL binaries are unpacked, once. */
    public Path databaseBinaries() {
        return directory.resolve("postgres-binaries");
    }

    /** Checkpoints and other artifacts. */
    public Path artifacts() {
        return directory.resolve("artifacts");
    }

    public Path logs() {
        return directory.resolve("logs");
    }

    /** Creates the directories and removes other users' access that an earlier version left, or says why it cannot. */
    public Home prepare() {
        try {
            PrivateFiles.createDirectories(directory);
            requireOwn();
            PrivateFiles.closeTree(directory);
            PrivateFiles.createDirectories(logs());
            PrivateFiles.createDirectories(artifacts());
            long free = Files.getFileStore(directory).getUsableSpace();
            if (free < MIN_FREE_BYTES) {
                throw new EnvironmentProblem(
                        "Only %d MiB are free under %s".formatted(free >> 20, directory),
                        "Free at least %d MiB there, or choose another disk with --home"
                                .formatted(MIN_FREE_BYTES >> 20));
            }
            return this;
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot write to the home directory " + directory + " (" + e + ")",
                    "Make it writable for this user, or choose another with --home or GEOR1_HOME",
                    e);
        }
    }

    /** Programs are run from here; in another user's directory they could be replaced. */
    private void requireOwn() throws IOException {
        Path probe = Files.createTempFile(directory, "probe", ".tmp");
        try {
            if (!Files.getOwner(probe).equals(Files.getOwner(directory))) {
                throw new EnvironmentProblem(
                        "The home directory %s belongs to %s and this process runs as %s"
                                .formatted(
                                        directory,
                                        Files.getOwner(directory).getName(),
                                        Files.getOwner(probe).getName()),
                        "Change its owner, or choose another with --home or GEOR1_HOME");
            }
        } finally {
            Files.delete(probe);
        }
    }
}
