package org.geor1.local.database;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Home;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that outlived its parent, as one does after {@code kill -9} of the JVM. The caller holds the
 * home's lock, so a server that still runs on its data has no owner.
 */
final class OrphanPostmaster {

    private static final Logger log = LoggerFactory.getLogger(OrphanPostmaster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OrphanPostmaster() {}

    /** Stops the server on the home's data, if one runs, and waits until it is gone. */
    static void stop(Home home) throws IOException, InterruptedException {
        Optional<Postmaster> orphan = Postmaster.of(home);
        if (orphan.isEmpty()) {
            // The pid in the file is unused or belongs to another process; then PostgreSQL would refuse to start.
            Files.deleteIfExists(Postmaster.pidFile(home.databaseData()));
            return;
        }
        ProcessHandle process = orphan.get().process();
        log.warn("Stopping PostgreSQL {}, left over from a process that was killed", process.pid());
        PostgresProcess.shutDown(process.pid());
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new EnvironmentProblem(
                    "PostgreSQL process " + process.pid() + " from an earlier start does not stop",
                    "End it with: kill -QUIT " + process.pid(),
                    e);
        }
    }
}
