package org.geor1.local.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Home;

/**
 * PostgreSQL run as a child of this JVM, with durable settings, its data kept in the {@link Home} across restarts. It
 * listens on the loopback interface with trust authentication: whoever can log in to this machine can read it.
 *
 * <p>The caller holds the home's lock, opens this before the Spring context and closes it after.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    static final String USER = "postgres";
    static final String DATABASE = "geor1";

    /** Crash recovery replays the log before the server answers. */
    private static final Duration STARTUP_PATIENCE = Duration.ofMinutes(2);

    private final EmbeddedPostgres postgres;

    private EmbeddedDatabase(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Starts the server over {@code home}'s data, which it creates if there is none.
     *
     * @throws EnvironmentProblem if the data is of another major version, or the server cannot start
     */
    public static EmbeddedDatabase open(Home home) {
        Path data = home.databaseData();
        DataDirectory.requireSupportedVersion(data);
        OrphanPostmaster.stop(data);
        DataDirectory.removeIncomplete(data);
        Path serverLog = home.logs().resolve("postgres.log");
        try {
            EmbeddedDatabase database = new EmbeddedDatabase(start(home, serverLog));
            database.createDatabase();
            DataDirectory.markComplete(data);
            return database;
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new EnvironmentProblem(
                    "The embedded PostgreSQL did not start: " + ServerLog.lastComplaint(serverLog, e),
                    "Read " + serverLog + ", and run ./geor1 doctor",
                    e);
        }
    }

    private static EmbeddedPostgres start(Home home, Path serverLog) throws IOException {
        ProcessBuilder.Redirect toLog = ProcessBuilder.Redirect.appendTo(serverLog.toFile());
        return EmbeddedPostgres.builder()
                .setDataDirectory(home.databaseData())
                .setOverrideWorkingDirectory(home.databaseBinaries().toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(STARTUP_PATIENCE)
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("max_connections", "200")
                .setOutputRedirector(toLog)
                .setErrorRedirector(toLog)
                .start();
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            boolean exists;
            try (ResultSet rows =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                exists = rows.next();
            }
            if (!exists) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }

    /** JDBC address of the platform's database, user included. */
    public String jdbcUrl() {
        return postgres.getJdbcUrl(USER, DATABASE);
    }

    public String user() {
        return USER;
    }

    /** Stops the server after a checkpoint; its data stays. */
    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }
}
