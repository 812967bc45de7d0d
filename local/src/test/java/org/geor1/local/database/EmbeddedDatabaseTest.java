package org.geor1.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.geor1.local.ProcessGroups;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: committed data survives a clean stop and a killed parent; old or incomplete data gives a clear error. */
class EmbeddedDatabaseTest {

    @TempDir
    Path directory;

    private Home home;

    @BeforeEach
    void prepare() {
        home = new Home(directory).prepare();
    }

    @Test
    void isDurableAndKeepsDataAcrossRestarts() throws Exception {
        try (EmbeddedDatabase server = new EmbeddedDatabase(home)) {
            DatabaseAccess database = server.start();
            assertThat(query(database, "SHOW fsync")).isEqualTo("on");
            assertThat(query(database, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(database, "SHOW full_page_writes")).isEqualTo("on");
            update(database, "CREATE TABLE kept (value TEXT)");
            update(database, "INSERT INTO kept VALUES ('yes')");
        }
        try (EmbeddedDatabase server = new EmbeddedDatabase(home)) {
            DatabaseAccess database = server.start();
            assertThat(query(database, "SELECT value FROM kept")).isEqualTo("yes");
            assertThat(query(database, "SHOW server_version")).startsWith(DataDirectory.MAJOR_VERSION + ".");
        }
    }

    /** Services still write when they stop on Ctrl-C, so the database must stop last. */
    @Test
    void ctrlCOfTheTerminalDoesNotReachTheServer() throws Exception {
        try (EmbeddedDatabase server = new EmbeddedDatabase(home)) {
            server.start();
            long postmaster = Postmaster.of(home).orElseThrow().process().pid();
            assertThat(ProcessGroups.isLeader(postmaster)).isTrue();
        }
    }

    @Test
    void takesOverFromAServerWhoseParentWasKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledParent.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(parent.inputReader().lines().filter("ready"::equals).findFirst())
                .isPresent();
        long postmaster = Long.parseLong(Files.readAllLines(home.databaseData().resolve("postmaster.pid"))
                .get(0));
        parent.destroyForcibly().waitFor();

        // A client that never disconnects must not delay the takeover.
        try (Connection lingering = DatabaseAccess.read(home).connect();
                EmbeddedDatabase server = new EmbeddedDatabase(home)) {
            DatabaseAccess database = server.start();
            assertThat(ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(query(database, "SELECT count(*) FROM kept")).isEqualTo("1");
            assertThat(lingering.isValid(1)).isFalse();
        }
    }

    /** Each resembles this home's server in one respect: its arguments, its program or its working directory. */
    @ParameterizedTest
    @ValueSource(strings = {"arguments", "program", "directory"})
    void sparesAnUnrelatedProcessWhosePidIsInThePidFile(String likeness) throws Exception {
        startAndStop();
        Process stranger = stranger(likeness);
        try {
            Files.writeString(home.databaseData().resolve("postmaster.pid"), stranger.pid() + "\n");
            assertThat(Postmaster.of(home)).isEmpty();
            startAndStop();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroy();
            stranger.waitFor();
        }
    }

    private Process stranger(String likeness) throws IOException {
        Path data = home.databaseData();
        return switch (likeness) {
            case "arguments" ->
                new ProcessBuilder(
                                "tail",
                                "-f",
                                home.logs().resolve("postgres.log").toString())
                        .start();
            case "program" -> new ProcessBuilder(postgres(home.databaseBinaries()), "60").start();
            default ->
                new ProcessBuilder(postgres(directory.resolve("elsewhere")), "60")
                        .directory(data.toFile())
                        .start();
        };
    }

    private static String postgres(Path installation) throws IOException {
        Path program = Files.createDirectories(installation.resolve("bin")).resolve("postgres");
        return Files.copy(Path.of("/bin/sleep"), program).toString();
    }

    @Test
    void refusesDataOfAnotherMajorVersionAndLeavesItAlone() throws Exception {
        Path old = Files.createDirectories(home.databaseData()).resolve("PG_VERSION");
        Files.writeString(old, "16\n");
        assertThatThrownBy(this::startAndStop)
                .isInstanceOf(EnvironmentProblem.class)
                .hasMessageContaining("PostgreSQL 16")
                .hasMessageContaining("PostgreSQL 17");
        assertThat(old).exists();
    }

    @Test
    void startsOverAfterAnIncompleteFirstStart() throws Exception {
        Files.writeString(Files.createDirectories(home.databaseData()).resolve("PG_VERSION"), "17\n");
        startAndStop();
    }

    @Test
    void aServerThatExitsIsNoticedAtOnceAndQuoted() throws Exception {
        startAndStop();
        Files.writeString(
                home.databaseData().resolve("postgresql.conf"),
                "hba_file = '/nonexistent/pg_hba.conf'\n",
                StandardOpenOption.APPEND);
        assertThatThrownBy(this::startAndStop)
                .isInstanceOf(EnvironmentProblem.class)
                .hasMessageContaining("FATAL:  could not load /nonexistent/pg_hba.conf")
                // Not "is not ready after 120 s".
                .hasRootCauseMessage("postgres ended with exit code 1");
    }

    @Test
    void anOldErrorIsNotAttributedToThisStart() throws Exception {
        Path log = home.logs().resolve("postgres.log");
        Files.writeString(log, "FATAL:  of yesterday\n");
        try (EmbeddedDatabase closed = new EmbeddedDatabase(home)) {
            closed.close();
            assertThatThrownBy(closed::start)
                    .isInstanceOf(EnvironmentProblem.class)
                    .hasMessageContaining("interrupted")
                    .hasMessageNotContaining("yesterday");
        }
    }

    private void startAndStop() {
        try (EmbeddedDatabase server = new EmbeddedDatabase(home)) {
            server.start();
        }
    }

    private static String query(DatabaseAccess database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void update(DatabaseAccess database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Opens the database, stores a row, reports that, and waits to be killed. */
    static final class KilledParent {

        private KilledParent() {}

        public static void main(String[] args) throws Exception {
            DatabaseAccess database = new EmbeddedDatabase(new Home(Path.of(args[0])).prepare()).start();
            update(database, "CREATE TABLE kept (value TEXT)");
            update(database, "INSERT INTO kept VALUES ('yes')");
            System.out.println("ready");
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
    }
}
