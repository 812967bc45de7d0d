package org.geor1.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.geor1.gateway.GatewayServerTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/**
 * With keys configured, every call needs one, in the header or the browser's cookie. The configured digest is that of
 * "secret".
 */
@TestPropertySource(
        properties = "geor1.security.api-keys=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b")
class KeyedSecurityTest extends GatewayServerTest {

    @Test
    void callsWithoutAValidKeyAreUnauthenticated() {
        HttpResponse<String> none = get("/api/v1/runs");
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(none.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(json(none).get("code").stringValue()).isEqualTo("unauthenticated");
        for (String header : new String[] {"Bearer wrong", "Bearer ", "Basic c2VjcmV0", "secret"}) {
            assertThat(send(request("/api/v1/runs")
                                    .header("Authorization", header)
                                    .GET())
                            .statusCode())
                    .as(header)
                    .isEqualTo(401);
        }
        assertThat(json(post("/v1/geolocate", "{}")).at("/error/code").stringValue())
                .isEqualTo("unauthenticated");
        assertThat(get("/v3/api-docs").statusCode()).isEqualTo(401);
        assertThat(get("/admin").statusCode()).isEqualTo(401);
    }

    @Test
    void bearerKeyOpensTheApi() {
        assertThat(send(request("/api/v1/runs")
                                .header("Authorization", "Bearer secret")
                                .GET())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBrowserExchangesItsKeyForACookieThatScriptsCannotRead() {
        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(signIn("wrong").statusCode()).isEqualTo(401);
        String cookie = signIn("secret").headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain("secret");
        String value = cookie.substring(0, cookie.indexOf(';'));
        assertThat(send(request("/api/v1/runs").header("Cookie", value).GET()).statusCode())
                .isEqualTo(200);
        assertThat(send(request("/api/v1/runs").header("Cookie", value + "x").GET())
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(request("/api/v1/session").header("Cookie", value).POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .as("a cookie cannot be exchanged for another")
                .isEqualTo(401);
    }

    private HttpResponse<String> signIn(String key) {
        return send(request("/api/v1/session")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }
}
