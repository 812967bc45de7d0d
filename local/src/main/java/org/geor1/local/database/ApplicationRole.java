package org.geor1.local.database;

import java.util.List;

/**
 * The role that the platform's services use: it owns their database and is no superuser, so the server's files and
 * programs are out of its reach. It is set up in PostgreSQL's single-user mode, before the server listens; nobody can
 * log in as the superuser.
 */
final class ApplicationRole {

    /** The whole {@code pg_hba.conf}: everybody else is refused. */
    static final String ACCESS_RULES = """
            # Written at every start of the platform.
            host %s %s 127.0.0.1/32 scram-sha-256
            """.formatted(DatabaseAccess.DATABASE, DatabaseAccess.USER);

    private ApplicationRole() {}

    /** The database in which {@link #statements} are to be run. */
    static String database(boolean newCluster) {
        return newCluster ? "postgres" : DatabaseAccess.DATABASE;
    }

    /**
     * One statement a line, as single-user mode reads them.
     *
     * @param newCluster no database of ours is there yet; otherwise what a superuser owned in it before goes to the role
     */
    static String statements(DatabaseAccess access, boolean newCluster) {
        String role = access.user();
        List<String> last = newCluster
                ? List.of("CREATE DATABASE " + DatabaseAccess.DATABASE + " OWNER " + role)
                : List.of(
                        "ALTER DATABASE " + DatabaseAccess.DATABASE + " OWNER TO " + role,
                        // Sequences and indexes follow their tables.
                        """
                        DO $$ DECLARE name text; BEGIN FOR name IN SELECT oid::regclass FROM pg_class \
                        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') \
                        AND relowner <> '%1$s'::regrole \
                        LOOP EXECUTE 'ALTER TABLE ' || name || ' OWNER TO %1$s'; END LOOP; END $$""".formatted(role));
        List<String> first = List.of(
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN CREATE ROLE %1$s; END IF; END $$"
                        .formatted(role),
                "ALTER ROLE %s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '%s'"
                        .formatted(role, access.password()));
        return String.join("\n", first) + "\n" + String.join("\n", last) + "\n";
    }
}
