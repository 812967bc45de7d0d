package org.geor1.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.geor1.local.OpenPaths;
import org.geor1.local.Ports;
import org.geor1.local.ProcessGroups;
import org.geor1.local.Rewards;
import org.geor1.local.cli.Geor1Process;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.home.EnvironmentProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: four processes start on one database next to another such platform, act as one platform, and stop silently
 * on SIGTERM, leaving nothing behind.
 */
class ServiceProcessesTest {

    /** Distance between the gateway ports of two platforms, which leaves space for the other services' ports. */
    private static final int NEXT = 4;

    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path directory;

    @Test
    void fourProcessesAreOnePlatformNextToAnother() throws Exception {
        int port = freePort();
        List<ServerSocket> other = occupy(ServiceProcesses.portsFrom(port));
        Path home = directory.resolve("home");
        try (Geor1Process geor1 = Geor1Process.start(
                directory.resolve("errors"), "up", "--services", "--home=" + home, "--port=" + (port + NEXT))) {
            assertThat(geor1.says("Geo-R1 is up")).as(geor1::errors).isTrue();
            List<ProcessHandle> children = geor1.handle()
                    .descendants()
                    .filter(child -> child.info().commandLine().orElse("").contains("Application"))
                    .toList();
            assertThat(children).hasSize(4);
            for (ProcessHandle child : children) {
                assertThat(ProcessGroups.isLeader(child.pid()))
                        .as("Ctrl-C in the terminal does not reach it")
                        .isTrue();
            }
            assertThat(new PlatformClient(URI.create("http://localhost:" + (port + NEXT)), null).answers())
                    .isTrue();
            assertThat(Rewards.ofRightAnswer(URI.create("http://localhost:" + (port + NEXT))))
                    .contains("\"reward\":1.5");
            assertThat(OpenPaths.below(home)).isEmpty();

            assertThat(geor1.end("TERM")).isEqualTo(SIGTERM);
            assertThat(geor1.errors()).isEmpty();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        } finally {
            for (ServerSocket socket : other) {
                socket.close();
            }
        }
        assertThat(home.resolve("services")).doesNotExist();
        assertThat(home.resolve("database")).doesNotExist();
        assertThat(home.resolve("postgres/postmaster.pid")).doesNotExist();
        for (ServiceModule module : ServiceModule.values()) {
            assertThat(Files.readString(home.resolve("logs").resolve(module.directory() + ".log")))
                    .contains("Started")
                    .doesNotContain(" ERROR ");
        }
    }

    @Test
    void theStandardPortsFollowFromTheGatewaysPort() {
        Map<ServiceModule, Ports> ports = ServiceProcesses.portsFrom(8080);
        assertThat(ports).allSatisfy((module, at) -> assertThat(at).isEqualTo(module.standardPorts()));
    }

    @Test
    void aMovedCheckoutStartsItsOwnJars() {
        assertThat(ServiceModule.relocated(
                        "/m2/a.jar:/old/r/libs/protocol/target/geor1-protocol-1.jar:/old/r/libs/jobs/target/j.jar",
                        Path.of("/new")))
                .isEqualTo("/m2/a.jar:/new/libs/protocol/target/geor1-protocol-1.jar:/new/libs/jobs/target/j.jar");
    }

    private static int freePort() {
        while (true) {
            int port = Ports.free().http();
            try {
                Stream.of(port, port + NEXT)
                        .flatMap(from -> ServiceProcesses.portsFrom(from).values().stream())
                        .forEach(Ports::requireFree);
                return port;
            } catch (EnvironmentProblem taken) {
                // Otherwise try the next one.
            }
        }
    }

    private static List<ServerSocket> occupy(Map<ServiceModule, Ports> ports) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (Ports each : ports.values()) {
            for (int port : List.of(each.http(), each.management())) {
                ServerSocket socket = new ServerSocket();
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                sockets.add(socket);
            }
        }
        return sockets;
    }
}
