package org.geor1.local.earth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAI-compatible teacher that tells the truth it is told, with three exceptions: it is busy once, it takes each street
 * with traffic on the right for one in Lyon, and it takes the north for the south, which can be repaired.
 */
final class Teacher implements AutoCloseable {

    private static final String WANTED = "The answer has to be: ";
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();

    Teacher() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request =
                    JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
            JsonNode content = request.path("messages").path(1).path("content");
            String image = content.path(0).path("image_url").path("url").asString("");
            String prompt = content.path(1).path("text").asString("");
            int number = asked.incrementAndGet();
            if (number == 2) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                send(exchange, TOO_MANY_REQUESTS, "{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit\"}}");
            } else if (image.startsWith("data:image/jpeg;base64,")) {
                send(exchange, 200, completion(text(prompt)));
            } else {
                send(exchange, 400, "{\"error\":{\"message\":\"no picture\",\"type\":\"invalid_request_error\"}}");
            }
        }
    }

    private static String text(String prompt) {
        String wanted =
                prompt.substring(prompt.lastIndexOf(WANTED) + WANTED.length()).strip();
        String answer = wanted.contains(": the one that fits") ? "temperate" : wanted;
        String claim = "The shops and the trees fit together.";
        if (answer.equals("right")) {
            claim = "So this is Lyon, France.";
        } else if (answer.equals("northern")) {
            claim = "This is in the southern hemisphere.";
        }
        return """
                <think>
                Cues: Houses stand along a street.
                Knowledge: Such streets are common.
                Evidence: %s
                Conclusion: All of this points the same way.
                </think>
                <answer>%s</answer>""".formatted(claim, answer);
    }

    private static String completion(String text) {
        ObjectNode completion = JsonMapper.shared()
                .createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "made");
        ObjectNode choice =
                completion.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", text);
        completion
                .putObject("usage")
                .put("prompt_tokens", 700)
                .put("completion_tokens", 100)
                .put("total_tokens", 800);
        return completion.toString();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
