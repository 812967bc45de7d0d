package org.geor1.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.geor1.local.home.EnvironmentProblem;

/**
 * Where the platform listens on the loopback interface.
 *
 * @param http REST and dashboard
 * @param management health and metrics
 */
public record Ports(int http, int management) {

    /** Distance from a service's port to its management port, in every form of deployment. */
    public static final int MANAGEMENT_OFFSET = 1000;

    private static final int LAST = 65_535;

    /**
     * The given port, and the management port that belongs to it.
     *
     * @throws EnvironmentProblem if there is no such port
     */
    public static Ports at(int http) {
        if (http < 1 || http > LAST - MANAGEMENT_OFFSET) {
            throw new EnvironmentProblem(
                    "Port %d with its management port %d is not between 1 and %d"
                            .formatted(http, http + MANAGEMENT_OFFSET, LAST),
                    "Choose a --port up to " + (LAST - MANAGEMENT_OFFSET - 10));
        }
        return new Ports(http, http + MANAGEMENT_OFFSET);
    }

    /** Two ports that were free a moment ago. */
    public static Ports free() {
        try (ServerSocket first = bind(0);
                ServerSocket second = bind(0)) {
            return new Ports(first.getLocalPort(), second.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses before anything is started, so that the answer is one line. */
    public void requireFree() {
        requireFree(http);
        requireFree(management);
    }

    private static void requireFree(int port) {
        try (ServerSocket socket = bind(port)) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Port " + port + " is already in use on this machine",
                    "Stop what listens there (ss -ltnp), or choose another with --port",
                    e);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }
}
