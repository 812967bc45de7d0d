package org.geor1.gateway;

import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.test.context.DynamicPropertyRegistry;

/** What surrounds the gateway in tests: a real PostgreSQL, a models folder, and a rollout service of canned words. */
public final class TestPlatform {
    static final String TOKEN = "test-internal-token-0123456789abcdef";
    static final AtomicReference<String> LAST_GENERATE = new AtomicReference<>("");
    static final AtomicReference<String> LAST_TOKEN = new AtomicReference<>("");
    static final EmbeddedPostgres POSTGRES = postgres();
    static final Path HOME = home();
    static final int INFERENCE_PORT = inference();

    private TestPlatform() {}

    static void register(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> POSTGRES.getJdbcUrl("postgres", "postgres"));
        registry.add("spring.datasource.username", () -> "postgres");
        registry.add("geor1.internal-token", () -> TOKEN);
        registry.add("geor1.models-dir", () -> HOME.resolve("models").toString());
        registry.add("geor1.artifacts-dir", () -> HOME.resolve("artifacts").toString());
        registry.add("geor1.rollout.url", () -> "http://127.0.0.1:" + INFERENCE_PORT);
        registry.add("management.server.port", () -> "0");
    }

    private static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path home() {
        try {
            Path home = Files.createTempDirectory("gateway-test");
            Path model = Files.createDirectories(home.resolve("models").resolve("nano-base"));
            Files.writeString(model.resolve("config.json"), "{}");
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int inference() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/internal/v1/generate", exchange -> {
                String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                LAST_GENERATE.set(request);
                LAST_TOKEN.set(exchange.getRequestHeaders().getFirst("X-Geor1-Internal"));
                boolean unknown = request.contains("\"no-such-model\"");
                String answer = request.contains("\"choices\":[") ? CHOSEN : CANNED;
                byte[] body = unknown ? new byte[0] : answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(unknown ? 404 : 200, unknown ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final String CHOSEN = """
            {"model":"nano-base","completions":[{"text":"B","tokens":1,"mean_log_prob":-0.3,"finish_reason":"length",\
            "choices":{"A":0.1,"B":0.7,"C":0.2}}]}""";

    private static final String CANNED = """
            {"model":"nano-base","completions":[{"text":"<think>cues: north lake, east park, south field, west tower; \
            signs red, roofs blue, ground snow. knowledge: red signs and snow suggest norland, blue roofs suggest norvik. \
            evidence: cars keep right, which agrees. conclusion: norvik in norland.</think><answer>norvik</answer>",\
            "tokens":61,"mean_log_prob":-0.22,"finish_reason":"stop"}]}""";
}
