package org.geor1.local.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.geor1.local.OpenPaths;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: only users who can read the home can log in to the database, and from inside the database neither files nor
 * programs of the server are accessible.
 *
 * <p>If run as root, the stranger is another user of the system. Otherwise this test cannot change users, so the
 * stranger is the same user without knowledge of the home's contents, and the file modes show that only the owner can
 * read them.
 */
class DatabaseAccessTest {

    /** PostgreSQL's responses to a client's first message. */
    private static final char REFUSED = 'E';

    private static final char AUTHENTICATION = 'R';
    private static final int SASL = 10;

    @TempDir
    static Path directory;

    private static Home home;
    private static EmbeddedDatabase server;
    private static DatabaseAccess access;

    @BeforeAll
    static void start() {
        home = new Home(directory.resolve("home")).prepare();
        server = new EmbeddedDatabase(home);
        access = server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aStrangerIsRefusedOrAskedForThePassword() throws Exception {
        for (String database : List.of("postgres", "template1", DatabaseAccess.DATABASE)) {
            assertThat(greet("postgres", database)[0]).as(database).isEqualTo((byte) REFUSED);
        }
        byte[] answer = greet(DatabaseAccess.USER, DatabaseAccess.DATABASE);
        assertThat((char) answer[0]).isEqualTo(AUTHENTICATION);
        assertThat(answer[8]).isEqualTo((byte) SASL);
        assertThat(new String(answer, StandardCharsets.ISO_8859_1)).contains("SCRAM-SHA-256");
        for (String password : List.of("", "geor1", "postgres")) {
            assertThatThrownBy(() -> DriverManager.getConnection(access.jdbcUrl(), access.user(), password))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aStrangerCanNeitherReadThePasswordNorFindASocket() throws Exception {
        assertThat(Files.readString(home.databaseAccess())).contains(access.password());
        if (isRoot()) {
            assertThat(stranger("cat", home.databaseAccess().toString()).waitFor())
                    .isNotZero();
            assertThat(stranger("ls", home.directory().toString()).waitFor()).isNotZero();
        }
        assertThat(OpenPaths.below(home.directory())).isEmpty();
        String port = access.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1");
        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/unix"))) {
            assertThat(sockets.filter(line -> line.endsWith(".s.PGSQL." + port)))
                    .isEmpty();
        }
        assertThat(Files.readString(home.databaseData().resolve("pg_hba.conf"))).doesNotContain("trust");
        assertThat(access.toString()).doesNotContain(access.password());
    }

    @Test
    void thePasswordIsOnNoCommandLineAndLastsForOneStart() throws Exception {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            assertThat(all.map(process -> process.info().commandLine().orElse("")))
                    .noneMatch(line -> line.contains(access.password()));
        }
        assertThat(Files.readString(home.logs().resolve("postgres.log"))).doesNotContain(access.password());
        server.close();
        assertThat(home.databaseAccess()).doesNotExist();
        server = new EmbeddedDatabase(home);
        String before = access.password();
        access = server.start();
        assertThat(access.password()).isNotEqualTo(before);
    }

    @Test
    void theApplicationStaysInItsDatabase() throws Exception {
        try (Connection connection = access.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE own (value text)");
            for (String beyond : List.of(
                    "COPY own FROM PROGRAM 'id'",
                    "COPY own TO PROGRAM 'cat'",
                    "COPY own FROM '/etc/passwd'",
                    "SELECT pg_read_file('/etc/passwd')",
                    "SELECT pg_ls_dir('/')",
                    "SELECT lo_import('/etc/passwd')",
                    "ALTER SYSTEM SET archive_command = 'id'",
                    "ALTER ROLE geor1 SUPERUSER",
                    "SET ROLE postgres",
                    "CREATE ROLE other",
                    "CREATE DATABASE other")) {
                assertThatThrownBy(() -> statement.execute(beyond))
                        .as(beyond)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    /** The server's first response to a stranger who tries to log in without a password. */
    private byte[] greet(String user, String database) throws IOException, InterruptedException {
        String wish = "\\0\\003\\0\\0user\\0" + user + "\\0database\\0" + database + "\\0\\0";
        int length = 4 + 4 + "user".length() + user.length() + "database".length() + database.length() + 5;
        String port = access.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1");
        Process stranger = stranger(
                "bash",
                "-c",
                "exec 3<>/dev/tcp/127.0.0.1/%s; printf '\\0\\0\\0\\%03o%s' >&3; head -c 24 <&3"
                        .formatted(port, length, wish));
        byte[] answer = stranger.getInputStream().readAllBytes();
        assertThat(stranger.waitFor()).isZero();
        return answer;
    }

    private static Process stranger(String... command) throws IOException {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        }
        all.addAll(List.of(command));
        return new ProcessBuilder(all).directory(Path.of("/").toFile()).start();
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
