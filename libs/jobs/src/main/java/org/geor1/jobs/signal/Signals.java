package org.geor1.jobs.signal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.geor1.jobs.outage.Outage;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Signals between processes that share the database. A signal says only that it is worth looking: it is sent when its
 * transaction commits, several may arrive as one, and all that were sent while the connection was lost are missed.
 * Signals therefore do not replace polling.
 *
 * <p>PostgreSQL lets transactions that signal commit one at a time. That is no limit at some hundred commits a second.
 *
 * <p>A process that waits on no channel holds no connection. Otherwise it holds one, with one thread.
 */
public class Signals implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Signals.class);

    /** Name of the connection that listens, in {@code pg_stat_activity}. */
    private static final String APPLICATION = "geor1-signals";

    /** How soon a channel that is added later is listened to. */
    private static final Duration READ = Duration.ofMillis(500);

    private static final Duration RETRY = Duration.ofSeconds(1);

    /** Reads in silence before the connection is tried. */
    private static final int SILENT_READS = 20;

    private final DataSource database;
    private final JdbcClient sql;
    private final Outage outage = new Outage(log);
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();

    private boolean running;
    private @Nullable Thread listener;

    public Signals(DataSource database, JdbcClient sql) {
        this.database = database;
        this.sql = sql;
    }

    /** Signals on a channel as the caller's transaction commits. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void send(String channel) {
        sql.sql("SELECT pg_notify(:channel, '')")
                .param("channel", channel)
                .query((row, number) -> channel)
                .list();
    }

    /** The channel of a name: lower-case letters, digits and underscores. From now on this process listens to it. */
    public synchronized Channel channel(String name) {
        Channel channel = channels.computeIfAbsent(name, Channel::new);
        listen();
        return channel;
    }

    @Override
    public synchronized void start() {
        running = true;
        listen();
    }

    private void listen() {
        if (running && listener == null && !channels.isEmpty()) {
            Thread thread = new Thread(this::work, "signals");
            thread.setDaemon(true);
            listener = thread;
            thread.start();
        }
    }

    @Override
    public void stop() {
        Thread thread;
        synchronized (this) {
            running = false;
            thread = listener;
            listener = null;
        }
        if (thread != null) {
            // The interrupt does not end a read from the socket, which ends after READ at the latest.
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    private boolean stopped() {
        synchronized (this) {
            return listener != Thread.currentThread();
        }
    }

    private void work() {
        while (!stopped()) {
            try (Connection own = database.getConnection()) {
                own.setAutoCommit(true);
                hear(own);
            } catch (SQLException e) {
                outage.failed("Database notifications cannot be received; workers poll", e);
                try {
                    Thread.sleep(RETRY.toMillis());
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Reads notifications until the connection is lost or this is stopped. */
    private void hear(Connection own) throws SQLException {
        try {
            read(own);
        } catch (SQLException e) {
            try {
                unlisten(own);
            } catch (SQLException broken) {
                // A pool sees only the errors of what it handed out: it must see this one to drop the connection.
                e.addSuppressed(broken);
            }
            throw e;
        }
        unlisten(own);
    }

    private void read(Connection own) throws SQLException {
        try (Statement statement = own.createStatement()) {
            // So that whoever looks at the server's connections knows what this one waits for.
            statement.execute("SET application_name = '" + APPLICATION + "'");
        }
        PGConnection postgres = own.unwrap(PGConnection.class);
        Set<String> listening = new HashSet<>();
        int silent = 0;
        while (!stopped()) {
            listenToNew(own, listening);
            PGNotification[] notifications = postgres.getNotifications((int) READ.toMillis());
            silent = notifications == null || notifications.length == 0 ? silent + 1 : 0;
            if (notifications != null) {
                for (PGNotification notification : notifications) {
                    wake(notification.getName());
                }
            }
            if (silent == SILENT_READS) {
                // A broken connection may be silent too.
                if (!own.isValid(5)) {
                    throw new SQLException("the connection does not answer");
                }
                silent = 0;
            }
        }
    }

    private static void unlisten(Connection own) throws SQLException {
        try (Statement statement = own.createStatement()) {
            statement.execute("UNLISTEN *");
            statement.execute("RESET application_name");
        }
    }

    private void listenToNew(Connection own, Set<String> listening) throws SQLException {
        for (String name : channels.keySet()) {
            if (listening.add(name)) {
                try (Statement statement = own.createStatement()) {
                    statement.execute("LISTEN \"" + name + "\"");
                }
                outage.over("Database notifications are received again");
                // What was sent before is missed.
                wake(name);
            }
        }
    }

    private void wake(String name) {
        Channel channel = channels.get(name);
        if (channel != null) {
            channel.wake();
        }
    }
}
