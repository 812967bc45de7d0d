package org.geor1.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.geor1.local.OpenPaths;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: if an earlier version left a home where any local user could log in as PostgreSQL's superuser and read
 * every file, the next start secures it; its rows are kept and belong to the application's role.
 */
class EarlierHomeTest {

    @TempDir
    Path directory;

    @Test
    void isSecuredAndKeepsItsRows() throws Exception {
        Home home = new Home(directory);
        int port = makeTrusting(home);
        Path exchanged = Files.createDirectories(home.databaseBinaries().resolve("PG-0123/bin"))
                .resolve("postgres");
        Files.writeString(exchanged, "#!/bin/sh\n");
        open(exchanged, "rwxrwxrwx");
        open(home.databaseBinaries(), "rwxrwxrwx");
        open(home.logs(), "rwxr-xr-x");
        open(directory, "rwxr-xr-x");

        try (EmbeddedDatabase server = new EmbeddedDatabase(home.prepare())) {
            DatabaseAccess access = server.start();
            assertThat(OpenPaths.below(directory)).isEmpty();
            assertThat(exchanged).doesNotExist();
            assertThatThrownBy(() -> DriverManager.getConnection(
                            access.jdbcUrl().replace("/geor1", "/postgres"), "postgres", ""))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("no pg_hba.conf entry");
            try (Connection connection = access.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO kept (value) VALUES ('new')");
                statement.execute("ALTER TABLE kept ADD COLUMN later text");
                statement.execute("CREATE TABLE another (id int REFERENCES kept (id))");
                try (ResultSet rows = statement.executeQuery("SELECT string_agg(value, ' ' ORDER BY id) FROM kept")) {
                    rows.next();
                    assertThat(rows.getString(1)).isEqualTo("old new");
                }
                assertThatThrownBy(() -> statement.execute("COPY kept TO PROGRAM 'cat'"))
                        .hasMessageContaining("permission denied");
            }
        }
        assertThat(port).isPositive();
    }

    /** A home as set up by zonky's EmbeddedPostgres. */
    private static int makeTrusting(Home home) throws IOException, InterruptedException, SQLException {
        home.prepare();
        Path data = home.databaseData();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        PostgresPrograms programs = PostgresPrograms.of(home);
        try (PostgresProcess process = new PostgresProcess(data, home.logs().resolve("postgres.log"))) {
            process.run(programs.command("initdb", "-A", "trust", "-U", "postgres", "-D", data.toString()), "");
            process.serve(programs.command(
                    "postgres", "-D", data.toString(), "-p", Integer.toString(port), "-c", "unix_socket_directories="));
            String url = "jdbc:postgresql://localhost:" + port + "/";
            execute(url + "postgres", "CREATE DATABASE geor1");
            for (String sql : List.of(
                    "CREATE TABLE kept (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, value text)",
                    "CREATE VIEW seen AS SELECT value FROM kept",
                    "INSERT INTO kept (value) VALUES ('old')")) {
                execute(url + "geor1", sql);
            }
        }
        Files.createFile(data.resolve("geor1-complete"));
        return port;
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void open(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
