package org.geor1.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: what was committed survives a clean stop and a killed parent; old or half-made data never confuses. */
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
        try (EmbeddedDatabase database = EmbeddedDatabase.open(home)) {
            assertThat(query(database, "SHOW fsync")).isEqualTo("on");
            assertThat(query(database, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(database, "SHOW full_page_writes")).isEqualTo("on");
            update(database, "CREATE TABLE kept (value TEXT)");
            update(database, "INSERT INTO kept VALUES ('yes')");
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.open(home)) {
            assertThat(query(database, "SELECT value FROM kept")).isEqualTo("yes");
            assertThat(query(database, "SHOW server_version")).startsWith(DataDirectory.MAJOR_VERSION + ".");
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
        String jdbcUrl = parent.inputReader()
                .lines()
                .filter(line -> line.startsWith("jdbc:"))
                .findFirst()
                .orElseThrow();
        long postmaster = Long.parseLong(Files.readAllLines(home.databaseData().resolve("postmaster.pid"))
                .get(0));
        parent.destroyForcibly().waitFor();

        // A client that never hangs up must not delay the take-over.
        try (Connection lingering = DriverManager.getConnection(jdbcUrl);
                EmbeddedDatabase database = EmbeddedDatabase.open(home)) {
            assertThat(ProcessHandle.of(postmaster).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(query(database, "SELECT count(*) FROM kept")).isEqualTo("1");
            assertThat(lingering.isValid(1)).isFalse();
        }
    }

    @Test
    void ignoresAPidFileWhosePidNowBelongsToSomeoneElse() throws Exception {
        EmbeddedDatabase.open(home).close();
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(home.databaseData().resolve("postmaster.pid"), other.pid() + "\n");
            EmbeddedDatabase.open(home).close();
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroy();
            assertThat(other.waitFor(Duration.ofSeconds(5).toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersionAndLeavesItAlone() throws Exception {
        Path old = Files.createDirectories(home.databaseData()).resolve("PG_VERSION");
        Files.writeString(old, "16\n");
        assertThatThrownBy(() -> EmbeddedDatabase.open(home))
                .isInstanceOf(EnvironmentProblem.class)
                .hasMessageContaining("PostgreSQL 16")
                .hasMessageContaining("PostgreSQL 17");
        assertThat(old).exists();
    }

    @Test
    void startsOverAfterAFirstStartThatWasCutShort() throws Exception {
        Files.writeString(Files.createDirectories(home.databaseData()).resolve("PG_VERSION"), "17\n");
        EmbeddedDatabase.open(home).close();
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void update(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Opens the database, stores a row, says so, and waits to be killed. */
    static final class KilledParent {

        private KilledParent() {}

        public static void main(String[] args) throws Exception {
            EmbeddedDatabase database = EmbeddedDatabase.open(new Home(Path.of(args[0])).prepare());
            update(database, "CREATE TABLE kept (value TEXT)");
            update(database, "INSERT INTO kept VALUES ('yes')");
            System.out.println(database.jdbcUrl());
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
    }
}
