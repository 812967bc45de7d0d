package org.geor1.rollout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.web.InternalTokenFilter;
import tools.jackson.databind.json.JsonMapper;

/** Replaces the trainer's endpoints of artifacts and pictures. */
final class ArtifactServer implements AutoCloseable {

    private static final String PREFIX = "/internal/v1/artifacts/";

    private static final String IMAGES = "/internal/v1/images/";

    private final HttpServer server;
    private final ArtifactStore artifacts;
    volatile boolean damaged;
    /** Answers every request for a picture with an error. */
    volatile boolean broken;

    final Map<String, byte[]> pictures = new ConcurrentHashMap<>();

    ArtifactServer(ArtifactStore artifacts) throws IOException {
        this.artifacts = artifacts;
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext(PREFIX, this::answer);
        server.createContext(IMAGES, this::picture);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path =
                exchange.getRequestURI().getPath().substring(PREFIX.length()).split("/", 2);
        boolean known = "secret".equals(exchange.getRequestHeaders().getFirst(InternalTokenFilter.HEADER));
        if (!known || artifacts.find(path[0]).isEmpty()) {
            exchange.sendResponseHeaders(known ? 404 : 401, -1);
            exchange.close();
            return;
        }
        byte[] body = path.length == 1
                ? JsonMapper.shared().writeValueAsBytes(artifacts.find(path[0]).orElseThrow())
                : artifacts.read(path[0], path[1]).readAllBytes();
        if (damaged && path.length == 2) {
            body[0] ^= 1;
        }
        exchange.getResponseHeaders()
                .add("Content-Type", path.length == 1 ? "application/json" : "application/octet-stream");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void picture(HttpExchange exchange) throws IOException {
        byte[] body = pictures.get(exchange.getRequestURI().getPath().substring(IMAGES.length()));
        if (broken || body == null) {
            exchange.sendResponseHeaders(broken ? 500 : 404, -1);
        } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
