package org.geor1.gateway.connections;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's endpoint, which reads request heads without a thread, plus two limits: a deadline for the whole head, where
 * Tomcat's time-out starts again with every byte, and a number of connections per client. At the limit the connection
 * that has gone longest without a complete request is closed, so a caller that sends its request at once gets in even
 * while another one behind the same proxy holds connections open.
 */
final class GuardedEndpoint extends NioEndpoint {
    /**
     * How far below Tomcat's limit for all connections waiting ones are closed; at the limit itself nobody is accepted.
     */
    private static final int SPARE = 16;

    private final Map<SocketChannel, Connection> open = new ConcurrentHashMap<>();
    private volatile int maxPerAddress = Integer.MAX_VALUE;
    private volatile Duration headerTimeout = Duration.ofSeconds(10);

    void limit(ConnectionProperties limits) {
        maxPerAddress = limits.maxPerAddress();
        headerTimeout = limits.headerTimeout();
    }

    @Override
    public void setHandler(Handler<NioChannel> handler) {
        super.setHandler(new WatchedHandler(handler, this::connection, this::forget));
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        String client = client(socket);
        if (!admits(client)) {
            destroySocket(socket);
            return false;
        }
        open.put(socket, new Connection(client, System.nanoTime()));
        boolean accepted = super.setSocketOptions(socket);
        if (!accepted) {
            open.remove(socket);
        }
        return accepted;
    }

    private boolean admits(String client) {
        int all = getMaxConnections();
        if (all > SPARE && open.size() >= all - SPARE) {
            closeLongestWaiting(connection -> true);
        }
        // Counting one client's connections walks over all of them, so it is skipped while the limit cannot be reached.
        if (open.size() < maxPerAddress) {
            return true;
        }
        Predicate<Connection> own = connection -> connection.client().equals(client);
        return open.values().stream().filter(own).count() < maxPerAddress || closeLongestWaiting(own);
    }

    private boolean closeLongestWaiting(Predicate<Connection> among) {
        long now = System.nanoTime();
        Optional<Map.Entry<SocketChannel, Connection>> eldest = open.entrySet().stream()
                .filter(entry -> entry.getValue().waits() && among.test(entry.getValue()))
                .max(Comparator.comparingLong(entry -> entry.getValue().waited(now)));
        eldest.ifPresent(entry -> close(entry.getKey()));
        return eldest.isPresent();
    }

    /** Closes connections whose head is not complete in time. */
    void closeOverdue() {
        long now = System.nanoTime();
        open.forEach((socket, connection) -> {
            if (connection.overdue(now, headerTimeout.toNanos())) {
                close(socket);
            }
        });
    }

    /** Through the handler, which takes the connection's lock, as Tomcat's own time-outs do. */
    private void close(SocketChannel socket) {
        // Removed at once, so that the next new connection closes a different one.
        open.remove(socket);
        SocketWrapperBase<NioChannel> wrapper = connections.get(socket);
        if (wrapper != null && !processSocket(wrapper, SocketEvent.ERROR, true)) {
            wrapper.close();
        }
    }

    private Optional<Connection> connection(SocketWrapperBase<NioChannel> wrapper) {
        SocketChannel socket = wrapper.getSocket().getIOChannel();
        return socket == null ? Optional.empty() : Optional.ofNullable(open.get(socket));
    }

    private void forget(SocketWrapperBase<NioChannel> wrapper) {
        SocketChannel socket = wrapper.getSocket().getIOChannel();
        if (socket != null) {
            open.remove(socket);
        }
    }

    private static String client(SocketChannel socket) {
        try {
            return socket.getRemoteAddress() instanceof InetSocketAddress address
                    ? ClientNetwork.of(address.getAddress().getHostAddress())
                    : "";
        } catch (IOException e) {
            // It is closed already; Tomcat finds out by itself.
            return "";
        }
    }
}
