package org.geor1.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.geor1.gateway.GatewayServerTest;
import org.junit.jupiter.api.Test;

/**
 * Without keys, this machine may do everything, other machines may do nothing, and pages of other sites cannot act on
 * its behalf.
 */
class KeylessSecurityTest extends GatewayServerTest {

    @Test
    void everyRouteWithoutARuleIsDenied() {
        for (String path :
                List.of("/admin", "/actuator/health", "/actuator", "/h2", "/application.yml", "/api", "/error")) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(404);
            assertThat(json(response).get("trace_id").stringValue()).as(path).isNotBlank();
        }
    }

    @Test
    void internalRoutesAreDeniedWithoutTheServicesHeader() {
        assertThat(get("/internal/v1/generate").statusCode()).isEqualTo(404);
        assertThat(post("/internal/v1/generate", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void anotherHostNameIsRefused() throws IOException {
        assertThat(rawGet("localhost:" + port, "")).startsWith("HTTP/1.1 200");
        assertThat(rawGet("127.0.0.1:" + port, "")).startsWith("HTTP/1.1 200");
        String rebound = rawGet("attacker.example:" + port, "");
        assertThat(rebound)
                .startsWith("HTTP/1.1 403")
                .contains("host_not_local")
                .contains("geor1.security.api-keys");
        assertThat(rawGet("localhost.attacker.example", "")).startsWith("HTTP/1.1 403");
        assertThat(rawGet("localhost", "X-Forwarded-For: 203.0.113.9\r\n")).startsWith("HTTP/1.1 403");
    }

    @Test
    void crossSiteRequestsChangeNothing() {
        HttpRequest.Builder fetched = posting("/api/v1/runs", GRPO).header("Sec-Fetch-Site", "cross-site");
        assertThat(json(send(fetched)).get("code").stringValue()).isEqualTo("cross_site_request");
        for (String origin : List.of("https://attacker.example", "null", "http://localhost:1")) {
            assertThat(send(posting("/api/v1/runs", GRPO).header("Origin", origin))
                            .statusCode())
                    .as(origin)
                    .isEqualTo(403);
        }
        assertThat(runs.latest()).isEmpty();
        assertThat(send(posting("/api/v1/runs", GRPO)
                                .header("Origin", "http://localhost:" + port)
                                .header("Sec-Fetch-Site", "same-origin"))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void pagesHaveAStrictContentPolicy() {
        String policy = get("/").headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(get("/").headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(get("/admin").headers().firstValue("Content-Security-Policy"))
                .isPresent();
        assertThat(get("/swagger-ui/index.html").statusCode()).isEqualTo(200);
    }

    @Test
    void oversizedBodyIsRefusedBeforeItIsRead() {
        String large = "{\"name\":\"" + "x".repeat(1_100_000) + "\"}";
        assertThat(post("/api/v1/runs", large).statusCode()).isEqualTo(413);
        HttpRequest.Builder chunked = request("/api/v1/runs")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))));
        assertThat(send(chunked).statusCode()).isEqualTo(413);
    }

    /** Sends a request with a Host header that the JDK's client would not allow. */
    private String rawGet(String host, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request =
                    "GET /api/v1/runs HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
