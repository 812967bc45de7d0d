package org.geor1.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.connections.RawConnection;
import org.geor1.protocol.run.RunSpecReader;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Guessing keys ends in 429, even for a right key; known callers are still served; each 429 has a Retry-After. Keys:
 * "secret", "other".
 */
@TestPropertySource(
        properties = {
            "geor1.security.api-keys=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b,"
                    + "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa",
            "geor1.security.wrong-keys-per-minute=3",
            "geor1.gateway.stream.max-subscribers=1"
        })
class WrongKeysTest extends GatewayServerTest {

    @Test
    void guessingIsThrottledOnEveryRoute() {
        String cookie = signIn("secret").headers().firstValue("Set-Cookie").orElseThrow();
        for (int i = 0; i < 3; i++) {
            assertThat(signIn("wrong" + i).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> throttled = signIn("other");
        assertThat(throttled.statusCode()).as("a right key, sent too late").isEqualTo(429);
        assertThat(json(throttled).get("code").stringValue()).isEqualTo("too_many_attempts");
        assertThat(throttled.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 60L);
        HttpResponse<String> openAi = withKey("/v1/models", "other");
        assertThat(openAi.statusCode()).isEqualTo(429);
        assertThat(json(openAi).at("/error/type").stringValue()).isEqualTo("rate_limit_error");
        assertThat(withKey("/v1/models", "secret").statusCode()).as("known").isEqualTo(200);
        assertThat(send(request("/api/v1/runs")
                                .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                                .GET())
                        .statusCode())
                .as("signed in")
                .isEqualTo(200);
    }

    @Test
    void temporaryLimitsHaveARetryAfter() throws IOException {
        String run = runs.create(RunSpecReader.read(JsonMapper.shared().readTree(GRPO)))
                .id();
        String stream = "/api/v1/runs/" + run + "/stream";
        try (RawConnection open = RawConnection.sending(
                port, "GET " + stream + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n\r\n")) {
            assertThat(open.head()).startsWith("HTTP/1.1 200");
            HttpResponse<String> refused = withKey(stream, "secret");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("5");
            assertThat(json(refused).get("type").stringValue()).isEqualTo("urn:geor1:problem:too_many_requests");
        }
    }

    private HttpResponse<String> signIn(String key) {
        return send(request("/api/v1/session")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> withKey(String path, String key) {
        return send(request(path).header("Authorization", "Bearer " + key).GET());
    }
}
