package org.geor1.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.geor1.gateway.GatewayApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** While the database is down, callers get 503 at once and probes fail; everything recovers when it returns. */
class DatabaseOutageTest {
    private static final Duration BOUND = Duration.ofMinutes(2);

    @TempDir
    static Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private ConfigurableApplicationContext gateway;

    @Test
    void callersAndProbesNoticeOutageAndRecovery() throws Exception {
        EmbeddedPostgres postgres = postgres(0);
        gateway = SpringApplication.run(
                GatewayApplication.class,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--geor1.internal-token=test-internal-token-0123456789abcdef",
                "--geor1.models-dir=" + home.resolve("models"),
                "--geor1.artifacts-dir=" + home.resolve("artifacts"));
        try {
            assertThat(api().statusCode()).isEqualTo(200);
            assertThat(health("readiness").statusCode()).isEqualTo(200);

            postgres.close();
            HttpResponse<String> first = api();
            assertThat(first.statusCode()).isEqualTo(503);
            assertThat(first.body()).contains("\"database_unavailable\"");
            assertThat(first.headers().firstValue("Retry-After")).isPresent();
            assertThat(get("server", "/v1/models").body()).contains("\"database_unavailable\"");
            assertThat(health("readiness").statusCode()).isEqualTo(503);
            assertThat(health("liveness").statusCode()).isEqualTo(200);

            postgres = postgres(postgres.getPort());
            assertComesBack();
            assertThat(health("readiness").statusCode()).isEqualTo(200);
        } finally {
            gateway.close();
            postgres.close();
        }
    }

    @Test
    void onlyUnreachableDatabasesAreOutages() {
        assertThat(DatabaseOutage.in(new IllegalStateException(new SQLException("terminating connection", "57P01"))))
                .isTrue();
        assertThat(DatabaseOutage.in(new SQLException("connection refused", "08001")))
                .isTrue();
        assertThat(DatabaseOutage.in(new SQLException("duplicate key", "23505")))
                .isFalse();
        assertThat(DatabaseOutage.in(new SQLException("invalid byte sequence", "22021")))
                .isFalse();
        assertThat(DatabaseOutage.in(new IllegalStateException("no database in it")))
                .isFalse();
    }

    /** Retries like a caller, for as long as a slow machine may need. */
    private void assertComesBack() {
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> api().statusCode(), status -> status != 503);
    }

    private static EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(home.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
    }

    private HttpResponse<String> api() throws Exception {
        return get("server", "/api/v1/runs");
    }

    private HttpResponse<String> health(String group) throws Exception {
        return get("management", "/actuator/health/" + group);
    }

    private HttpResponse<String> get(String server, String path) throws Exception {
        String port = gateway.getEnvironment().getRequiredProperty("local." + server + ".port");
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(BOUND)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
