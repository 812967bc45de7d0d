package org.geor1.gateway.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Slow clients are cut off: headers and bodies have separate deadlines, and idle connections give way to new ones. */
class ConnectionLimitsTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static ConnectionProperties limits(Duration header, Duration body, int perAddress) {
        return new ConnectionProperties(header, body, DataSize.ofKilobytes(1), perAddress);
    }

    @Test
    void aSlowHeaderIsCutOffAtItsDeadline() throws Exception {
        try (GuardedTomcat tomcat = new GuardedTomcat(limits(SHORT, LONG, 100));
                RawConnection slow = RawConnection.sending(tomcat.port, "GET / HTTP/1.1\r\nX-Slow: ")) {
            assertThat(endsWhileSending(slow, "x")).isTrue();
        }
    }

    @Test
    void theHeaderOfALaterRequestHasTheDeadlineToo() throws Exception {
        try (GuardedTomcat tomcat = new GuardedTomcat(limits(SHORT, LONG, 100));
                RawConnection slow = new RawConnection(tomcat.port)) {
            slow.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(slow.head()).startsWith("HTTP/1.1 200");
            slow.send("GET / HTTP/1.1\r\nX-Slow: ");
            assertThat(endsWhileSending(slow, "x")).isTrue();
        }
    }

    @Test
    void aSlowBodyEndsWithATimeout() throws Exception {
        try (GuardedTomcat tomcat = new GuardedTomcat(limits(LONG, SHORT, 100));
                RawConnection slow = RawConnection.sending(tomcat.port, RawConnection.oneByteOf("POST", "/read", ""))) {
            assertThat(endsWhileSending(slow, " ")).isTrue();
        }
    }

    @Test
    void anUnreadBodyOccupiesNoThread() throws Exception {
        try (GuardedTomcat tomcat = new GuardedTomcat(limits(LONG, LONG, 1000))) {
            List<RawConnection> slow = new ArrayList<>();
            for (int i = 0; i < 220; i++) {
                slow.add(RawConnection.sending(tomcat.port, RawConnection.oneByteOf("POST", "/unread", "")));
            }
            for (RawConnection connection : slow) {
                assertThat(connection.head()).startsWith("HTTP/1.1 200");
                connection.close();
            }
        }
    }

    @Test
    void theLongestIdleConnectionIsClosedForANewOne() throws Exception {
        try (GuardedTomcat tomcat = new GuardedTomcat(limits(LONG, LONG, 4));
                RawConnection first = RawConnection.sending(tomcat.port, "GET / HTTP/1.1\r\n");
                RawConnection second = RawConnection.sending(tomcat.port, "GET / HTTP/1.1\r\n");
                RawConnection third = RawConnection.sending(tomcat.port, "GET / HTTP/1.1\r\n");
                RawConnection fourth = RawConnection.sending(tomcat.port, "GET / HTTP/1.1\r\n");
                RawConnection prompt = RawConnection.sending(tomcat.port, GET)) {
            assertThat(prompt.rest()).startsWith("HTTP/1.1 200").endsWith("ok");
            assertThat(first.endsUnanswered()).isTrue();
            for (RawConnection other : List.of(second, third, fourth)) {
                assertThat(other.silent(1)).isTrue();
            }
        }
    }

    @Test
    void openStreamsAreNeitherTimedOutNorClosedForOthers() throws Exception {
        try (GuardedTomcat tomcat = new GuardedTomcat(limits(SHORT, LONG, 2));
                RawConnection one = RawConnection.sending(tomcat.port, GET.replace("/ ", "/wait "));
                RawConnection two = RawConnection.sending(tomcat.port, GET.replace("/ ", "/wait "))) {
            var first = tomcat.waiting.take();
            var second = tomcat.waiting.take();
            try (RawConnection refused = new RawConnection(tomcat.port)) {
                assertThat(refused.silent(60_000))
                        .as("a third connection stays open")
                        .isFalse();
            }
            assertThat(one.silent(1000)).as("past the deadline for headers").isTrue();
            first.complete();
            second.complete();
            assertThat(one.rest()).startsWith("HTTP/1.1 200");
            assertThat(two.rest()).startsWith("HTTP/1.1 200");
        }
    }

    /** Keeps sending as long as the server accepts data, up to a bound far beyond its deadline. */
    private static boolean endsWhileSending(RawConnection connection, String piece) throws IOException {
        for (int i = 0; i < 600; i++) {
            if (!connection.silent(50)) {
                return true;
            }
            try {
                connection.send(piece);
            } catch (SocketException e) {
                return true;
            }
        }
        return false;
    }
}
