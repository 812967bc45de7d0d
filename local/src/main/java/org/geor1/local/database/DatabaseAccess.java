package org.geor1.local.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.geor1.jobs.artifact.PrivateFiles;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Home;
import org.geor1.local.home.Secret;

/**
 * How to log in to a home's database while it runs. The role owns its database and can do nothing outside of it.
 *
 * @param jdbcUrl address, without user and password
 * @param user the application's role
 * @param password 256 random bits, drawn anew at every start
 */
public record DatabaseAccess(String jdbcUrl, String user, String password) {

    static final String DATABASE = "geor1";
    static final String USER = "geor1";

    static DatabaseAccess fresh(int port) {
        return new DatabaseAccess("jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, USER, Secret.fresh());
    }

    /**
     * The credentials that the owner of the running database wrote into the home for other processes of the same user.
     */
    public static DatabaseAccess read(Home home) throws IOException {
        try {
            List<String> lines = Files.readAllLines(home.databaseAccess());
            return new DatabaseAccess(lines.get(0), lines.get(1), lines.get(2));
        } catch (NoSuchFileException e) {
            throw new EnvironmentProblem(
                    "No database runs in " + home.directory(), "Start the platform on this home with ./geor1 up", e);
        }
    }

    void write(Home home) throws IOException {
        PrivateFiles.write(home.databaseAccess(), String.join("\n", jdbcUrl, user, password, ""));
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, password);
    }

    /** Without the password: this may end up in a log. */
    @Override
    public String toString() {
        return user + " at " + jdbcUrl;
    }
}
