package org.geor1.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.geor1.local.Ports;
import org.geor1.local.database.Postmaster;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Contract: Ctrl-C and SIGTERM leave no process behind, whenever they arrive, and the user is told about runs that
 * continue elsewhere.
 */
class InterruptTest {

    private static final int SIGINT = 128 + 2;
    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path directory;

    /** From the first files of the database, through the server's own, to the file with the login details. */
    @ParameterizedTest
    @CsvSource({"postgres/base, INT", "postgres/postmaster.pid, TERM", "database, INT"})
    void theDatabaseStopsTooIfInterruptedDuringStartUp(String sign, String signal) throws Exception {
        Home home = new Home(directory.resolve("home"));
        try (Geor1Process geor1 = Geor1Process.start(
                directory.resolve("errors"),
                "up",
                "--home=" + home.directory(),
                "--port=" + Ports.free().http())) {
            awaitFile(home.directory().resolve(sign), geor1);
            ProcessHandle[] children = geor1.handle().descendants().toArray(ProcessHandle[]::new);
            assertThat(geor1.end(signal)).isEqualTo(signal.equals("INT") ? SIGINT : SIGTERM);
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(Postmaster.of(home)).isEmpty();
            assertThat(home.databaseData().resolve("postmaster.pid")).doesNotExist();
            assertThat(geor1.errors()).isEmpty();
        }
    }

    private static void awaitFile(Path file, Geor1Process geor1) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    assertThat(geor1.handle().isAlive()).as(geor1::errors).isTrue();
                    return Files.exists(file);
                });
    }

    @Test
    void aFollowedRunContinuesAndTheUserIsToldHowToStopIt() throws Exception {
        CountDownLatch followed = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/runs", exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("run_1")) {
                followed.countDown();
            }
            byte[] answer = "{\"data\":[],\"id\":\"run_1\",\"kind\":\"grpo\",\"state\":\"running\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String url = "http://localhost:" + server.getAddress().getPort();
        try (Geor1Process geor1 = Geor1Process.start(directory.resolve("errors"), "train", "--url=" + url)) {
            followed.await();
            assertThat(geor1.end("INT")).isEqualTo(SIGINT);
            assertThat(geor1.errors())
                    .contains("Run run_1 continues at " + url)
                    .contains("./geor1 runs run_1 --cancel --url " + url)
                    .doesNotContain("Exception");
        } finally {
            server.stop(0);
        }
    }
}
