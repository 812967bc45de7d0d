package org.geor1.teacher.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An OpenAI-compatible server on this machine that behaves as it is told. */
public final class TeacherServer implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile BiFunction<Seen, Integer, Behaviour> script;

    /** A request as it came. */
    public record Seen(JsonNode body, String authorization) {

        public String text() {
            for (JsonNode part : body.path("messages").path(1).path("content")) {
                if (part.path("type").asString("").equals("text")) {
                    return part.path("text").asString("");
                }
            }
            return "";
        }

        public String imageUrl() {
            return body.path("messages")
                    .path(1)
                    .path("content")
                    .path(0)
                    .path("image_url")
                    .path("url")
                    .asString("");
        }
    }

    /** What the server does with one request. */
    @FunctionalInterface
    public interface Behaviour {
        void handle(HttpExchange exchange, CountDownLatch closed) throws IOException, InterruptedException;
    }

    /** @param script gives the behaviour by the request and how many came before it */
    public TeacherServer(BiFunction<Seen, Integer, Behaviour> script) throws IOException {
        this(0, script);
    }

    private TeacherServer(int port, BiFunction<Seen, Integer, Behaviour> script) throws IOException {
        this.script = script;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::handle);
        server.start();
    }

    public static TeacherServer always(Behaviour behaviour) throws IOException {
        return new TeacherServer((request, before) -> behaviour);
    }

    public void now(BiFunction<Seen, Integer, Behaviour> other) {
        script = other;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    public List<Seen> seen() {
        return seen;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            Seen request =
                    new Seen(body, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            int before;
            synchronized (seen) {
                before = seen.size();
                seen.add(request);
            }
            script.apply(request, before).handle(exchange, closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** An answer with 700 tokens of prompt and 300 of answer. */
    public static Behaviour answer(String text) {
        return json(completion(text, "stop").toString());
    }

    public static Behaviour cutOff(String text) {
        return json(completion(text, "length").toString());
    }

    public static Behaviour withoutUsage(String text) {
        ObjectNode completion = completion(text, "stop");
        completion.remove("usage");
        return json(completion.toString());
    }

    public static Behaviour emptyChoices() {
        ObjectNode completion = completion("", "stop");
        completion.putArray("choices");
        return json(completion.toString());
    }

    public static Behaviour json(String body) {
        return (exchange, closed) -> send(exchange, 200, body);
    }

    /** Half an answer, with a length that promises all of it. */
    public static Behaviour truncatedBody() {
        return (exchange, closed) -> {
            byte[] bytes = completion("text", "stop").toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            exchange.getResponseBody().flush();
        };
    }

    /** Half an answer that looks like a whole one to HTTP. */
    public static Behaviour truncatedJson() {
        String whole = completion("text", "stop").toString();
        return json(whole.substring(0, whole.length() / 2));
    }

    public static Behaviour status(int status, String... headers) {
        return (exchange, closed) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            send(
                    exchange,
                    status,
                    "{\"error\":{\"message\":\"no\",\"code\":\"some_code\",\"type\":\"t\",\"param\":null}}");
        };
    }

    public static Behaviour error(int status, String body) {
        return (exchange, closed) -> send(exchange, status, body);
    }

    /** Nothing, until the server is closed. */
    public static Behaviour silence() {
        return (exchange, closed) -> closed.await();
    }

    /** A byte now and then, until the server is closed or nobody listens. */
    public static Behaviour drip() {
        return (exchange, closed) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
            }
        };
    }

    /** The connection ends without a response. */
    public static Behaviour hangUp() {
        return (exchange, closed) -> exchange.close();
    }

    /** More than anybody wants to read. */
    public static Behaviour flood() {
        return (exchange, closed) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1 << 12; i++) {
                exchange.getResponseBody().write(blanks);
            }
        };
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static ObjectNode completion(String text, String finish) {
        ObjectNode completion = JSON.createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "teacher");
        ObjectNode choice =
                completion.putArray("choices").addObject().put("index", 0).put("finish_reason", finish);
        choice.putObject("message").put("role", "assistant").put("content", text);
        completion
                .putObject("usage")
                .put("prompt_tokens", 700)
                .put("completion_tokens", 300)
                .put("total_tokens", 1000);
        return completion;
    }
}
