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

    /** The given port, and the management port that belongs to it. */
    public static Ports at(int http) {
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
