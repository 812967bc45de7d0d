package org.geor1.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.connections.RawConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Callers that never finish their requests do not delay others. The configured digest is that of "secret". */
@TestPropertySource(
        properties = {
            "geor1.security.api-keys=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            "geor1.connections.header-timeout=10m"
        })
class SlowCallersTest extends GatewayServerTest {
    /** More than the server's threads. */
    private static final int CALLERS = 220;

    /** Longer than any slow response, and shorter than the deadlines that would free the threads. */
    private static final Duration BOUND = Duration.ofSeconds(15);

    private final List<RawConnection> slow = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawConnection connection : slow) {
            connection.close();
        }
    }

    private RawConnection open(String text) throws IOException {
        RawConnection connection = RawConnection.sending(port, text);
        slow.add(connection);
        return connection;
    }

    @Test
    void bodiesOfUnknownCallersAreRefusedBeforeTheyArrive() throws IOException {
        List<String> requests = List.of(
                "POST /api/v1/session application/json",
                "POST /api/v1/runs application/json",
                "POST /api/v1/runs/run_x/cancel application/x-www-form-urlencoded",
                "POST /v1/geolocate multipart/form-data; boundary=x",
                "POST /v1/geolocate application/json",
                "PUT /api/v1/runs application/x-www-form-urlencoded",
                "DELETE /api/v1/session application/x-www-form-urlencoded",
                "PATCH / application/x-www-form-urlencoded",
                "GET /api/v1/runs application/json",
                "POST /internal/v1/generate application/json",
                "POST /no/such/path text/plain");
        for (String request : requests) {
            String[] parts = request.split(" ", 3);
            String head = open(RawConnection.oneByteOf(parts[0], parts[1], "Content-Type: " + parts[2] + "\r\n"))
                    .head();
            assertThat(head).as(request).matches("(?s)HTTP/1.1 (401|404) .*").contains("Connection: close");
        }
    }

    @Test
    void expectContinueIsAnsweredWithTheRefusal() throws IOException {
        assertThat(open("POST /v1/geolocate HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                                + "Content-Length: 1000000\r\n\r\n")
                        .head())
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void othersAreServedWhileUnknownCallersHoldTheirRequestsOpen() throws IOException {
        for (int i = 0; i < CALLERS; i++) {
            open("GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: ");
        }
        for (String path : List.of("/api/v1/session", "/api/v1/runs", "/v1/geolocate")) {
            for (int i = 0; i < CALLERS; i++) {
                open(RawConnection.oneByteOf("POST", path, "Content-Type: application/json\r\n"));
            }
        }
        assertAnswered();
        assertThat(slow.get(0).silent(1)).as("the attack continues").isTrue();
        assertThat(slow.get(CALLERS - 1).silent(1)).isTrue();
    }

    @Test
    void slowBodiesOfKnownCallersLeaveThreadsToOthers() throws IOException {
        for (int i = 0; i < CALLERS; i++) {
            open(RawConnection.oneByteOf(
                    "POST", "/api/v1/runs", "Authorization: Bearer secret\r\nContent-Type: application/json\r\n"));
        }
        assertAnswered();
        assertThat(slow.get(CALLERS - 1).head()).matches("(?s)HTTP/1.1 (408|503) .*");
    }

    /** A file of the dashboard, long enough that a hundred copies fill every buffer on the way. */
    @Test
    void unreadAnswersLeaveThreadsToKnownCallers() throws IOException {
        for (int i = 0; i < CALLERS; i++) {
            open("GET /vendor/uplot.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(100));
        }
        assertThat(send(request("/api/v1/runs")
                                .header("Authorization", "Bearer secret")
                                .timeout(BOUND)
                                .GET())
                        .statusCode())
                .isEqualTo(200);
    }

    private void assertAnswered() {
        assertThat(send(request("/").timeout(BOUND).GET()).statusCode()).isEqualTo(200);
        HttpRequest.Builder runs =
                request("/api/v1/runs").header("Authorization", "Bearer secret").timeout(BOUND);
        assertThat(send(runs.GET()).statusCode()).isEqualTo(200);
        HttpRequest.Builder signIn = request("/api/v1/session")
                .header("Authorization", "Bearer secret")
                .timeout(BOUND);
        assertThat(send(signIn.POST(HttpRequest.BodyPublishers.noBody())).statusCode())
                .isEqualTo(204);
    }
}
