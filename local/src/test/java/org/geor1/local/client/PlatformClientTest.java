package org.geor1.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract: readable messages when the platform refuses, in either error format, or does not respond. */
class PlatformClientTest {

    private HttpServer server;
    private PlatformClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = new PlatformClient(
                URI.create("http://localhost:" + server.getAddress().getPort()), "key");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void namesEveryFieldOfAProblem() {
        answer(
                400,
                "{\"detail\":\"The request is not valid\",\"errors\":[{\"field\":\"seed\",\"message\":\"must be >= 0\"},"
                        + "{\"field\":\"modell\",\"message\":\"is unknown\"}]}");
        assertThatThrownBy(() -> client.run("run_1"))
                .isInstanceOfSatisfying(
                        PlatformException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessage("The request is not valid: seed must be >= 0; modell is unknown");
    }

    @Test
    void errorsInTheDetailAreNotRepeated() {
        answer(
                400,
                "{\"detail\":\"One field is not valid: seed must be >= 0.\",\"errors\":[{\"field\":\"seed\","
                        + "\"message\":\"must be >= 0\"}]}");
        assertThatThrownBy(() -> client.run("run_1")).hasMessage("One field is not valid: seed must be >= 0.");
    }

    @Test
    void understandsTheOpenAiFormat() {
        answer(422, "{\"error\":{\"message\":\"The image cannot be used\"}}");
        assertThatThrownBy(() -> client.geolocate("{}")).hasMessage("The image cannot be used");
    }

    @Test
    void saysSoIfTheResponseIsNotJson() {
        answer(502, "<html>");
        assertThatThrownBy(() -> client.run("run_1")).hasMessage("HTTP 502");
    }

    @Test
    void aMissingOrWrongKeyNamesItsVariable() {
        answer(401, "{\"detail\":\"An API key is needed\"}");
        assertThatThrownBy(() -> client.run("run_1"))
                .hasMessage("An API key is needed. The key in GEOR1_API_KEY is not known to " + client.base());
        assertThatThrownBy(() -> new PlatformClient(client.base(), null).checkpointFile("run_1@latest", "config.json"))
                .hasMessage("An API key is needed. Set GEOR1_API_KEY to an API key of " + client.base());
    }

    @Test
    void recognisesAPlatformByItsRunsOrItsRequestForAKey() {
        answer(401, "{}");
        assertThat(client.answers()).isTrue();
        server.removeContext("/");
        answer(200, "{\"data\":[]}");
        assertThat(client.answers()).isTrue();
        server.removeContext("/");
        answer(200, "{\"hello\":\"another server\"}");
        assertThat(client.answers()).isFalse();
    }

    @Test
    void sendsTheKey() {
        server.createContext("/", exchange -> {
            boolean keyed = "Bearer key".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(keyed ? 200 : 500, -1);
            exchange.close();
        });
        assertThat(client.run("run_1").state()).isEmpty();
    }

    @Test
    void reportsAnUnreachablePlatform() {
        server.stop(0);
        assertThat(client.answers()).isFalse();
        assertThatThrownBy(() -> client.run("run_1")).hasMessageContaining("No platform answers at");
    }

    private void answer(int status, String body) {
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
