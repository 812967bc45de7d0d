package org.geor1.local.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.jobs.artifact.PrivateFiles;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Home;

/**
 * PostgreSQL run as a child of this JVM, its data kept in the {@link Home} across restarts. It listens only on the
 * loopback interface, has no socket in the file system, and admits only the platform's own role
 * ({@link ApplicationRole}) with the password of this start.
 *
 * <p>The caller holds the home's lock, opens this before the Spring context and closes it after.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private final Home home;
    private final Path data;
    private final Path log;
    private final PostgresProcess process;

    /** A database that has not been started yet. */
    public EmbeddedDatabase(Home home) {
        this.home = home;
        this.data = home.databaseData();
        this.log = home.logs().resolve("postgres.log");
        this.process = new PostgresProcess(data, log);
    }

    /**
     * Starts the server over the home's data, which it creates if there is none. When another thread closes this
     * meanwhile, the start fails.
     *
     * @return how to log in
     * @throws EnvironmentProblem if the data is of another major version, or the server cannot start
     */
    public DatabaseAccess start() {
        DataDirectory.requireSupportedVersion(data);
        long logged = 0;
        try {
            logged = Files.size(PrivateFiles.createFile(log));
            PostgresPrograms programs = PostgresPrograms.of(home);
            OrphanPostmaster.stop(home);
            programs.removeOthers();
            DataDirectory.removeIncomplete(data);
            int port = freePort();
            DatabaseAccess access = DatabaseAccess.fresh(port);
            setUp(programs, access);
            process.serve(programs.command("postgres", settings(port)));
            access.write(home);
            return access;
        } catch (IOException e) {
            EnvironmentProblem problem = new EnvironmentProblem(
                    "The embedded PostgreSQL did not start: " + ServerLog.lastComplaint(log, logged, e),
                    "Read " + log + ", and run ./geor1 doctor",
                    e);
            close();
            throw problem;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL starts", e);
        }
    }

    /** At every start, not only the first, since data from an earlier version may still admit everybody. */
    private void setUp(PostgresPrograms programs, DatabaseAccess access) throws IOException, InterruptedException {
        boolean fresh = !DataDirectory.isComplete(data);
        if (fresh) {
            process.run(
                    programs.command(
                            "initdb",
                            "--pgdata=" + data,
                            "--username=postgres",
                            "--auth=reject",
                            "--encoding=UTF-8",
                            "--locale=C",
                            "--no-instructions"),
                    "");
        }
        PrivateFiles.write(data.resolve("pg_hba.conf"), ApplicationRole.ACCESS_RULES);
        process.run(
                programs.command(
                        "postgres",
                        "--single",
                        "-D",
                        data.toString(),
                        "-c",
                        "exit_on_error=on",
                        ApplicationRole.database(fresh)),
                ApplicationRole.statements(access, fresh));
        if (fresh) {
            DataDirectory.markComplete(data);
        }
    }

    private String[] settings(int port) {
        return new String[] {
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=200",
            "-c",
            "timezone=UTC"
        };
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Stops the server after a checkpoint, or its start; the data stays. */
    @Override
    public void close() {
        process.close();
        try {
            Files.deleteIfExists(home.databaseAccess());
        } catch (IOException e) {
            throw new IllegalStateException("cannot remove " + home.databaseAccess(), e);
        }
    }
}
