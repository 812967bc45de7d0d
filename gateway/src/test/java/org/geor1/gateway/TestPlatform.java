package org.geor1.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.geor1.jobs.image.Images;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.reward.ScoreRequest;
import org.geor1.protocol.reward.ValidateRequest;
import org.geor1.web.FieldProblem;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway's surroundings in tests: a models folder, and rollout and reward services with canned responses. */
public final class TestPlatform {
    static final String TOKEN = "test-internal-token-0123456789abcdef";
    static final AtomicReference<String> LAST_GENERATE = new AtomicReference<>("");
    static final AtomicReference<String> LAST_SCORE = new AtomicReference<>("");
    static final AtomicReference<String> LAST_TOKEN = new AtomicReference<>("");
    static final Map<String, byte[]> PICTURES = new ConcurrentHashMap<>();
    static final Path HOME = home();
    static final int SERVICES_PORT = services();

    private TestPlatform() {}

    static void register(DynamicPropertyRegistry registry) {
        registry.add("geor1.internal-token", () -> TOKEN);
        registry.add("geor1.models-dir", () -> HOME.resolve("models").toString());
        registry.add("geor1.artifacts-dir", () -> HOME.resolve("artifacts").toString());
        registry.add("geor1.rollout.url", () -> "http://127.0.0.1:" + SERVICES_PORT);
        registry.add("geor1.reward.url", () -> "http://127.0.0.1:" + SERVICES_PORT);
        registry.add("geor1.trainer.url", () -> "http://127.0.0.1:" + SERVICES_PORT);
        registry.add("management.server.port", () -> "0");
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

    private static int services() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/internal/v1/generate", exchange -> {
                String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                LAST_GENERATE.set(request);
                LAST_TOKEN.set(exchange.getRequestHeaders().getFirst("X-Geor1-Internal"));
                if (request.contains("\"no-such-model\"")) {
                    answer(exchange, 404, UNKNOWN_MODEL);
                } else {
                    answer(exchange, 200, canned(request));
                }
            });
            server.createContext("/internal/v1/style", exchange -> {
                String query = String.valueOf(exchange.getRequestURI().getQuery());
                String model = query.startsWith("model=") ? query.substring("model=".length()) : "nano-base";
                if (model.equals("no-such-model")) {
                    answer(exchange, 404, UNKNOWN_MODEL);
                } else {
                    String style = model.startsWith("qwen") ? "geo-r1" : "nano";
                    answer(
                            exchange,
                            200,
                            "{\"model\":\"" + model + "\",\"prompt_style\":\"" + style + "\",\"max_tokens\":2048}");
                }
            });
            server.createContext("/internal/v1/rewards", exchange -> {
                String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                LAST_SCORE.set(request);
                LAST_TOKEN.set(exchange.getRequestHeaders().getFirst("X-Geor1-Internal"));
                if (exchange.getRequestMethod().equals("GET")) {
                    answer(exchange, 200, REWARDS);
                } else {
                    score(exchange, request);
                }
            });
            server.createContext(IMAGES, TestPlatform::picture);
            server.start();
            return server.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps pictures as the trainer does, but looks at them only so far as to tell a few kinds apart. */
    private static void picture(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(IMAGES.length());
        if (exchange.getRequestMethod().equals("GET")) {
            byte[] file = PICTURES.get(name);
            exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
            if (file != null) {
                exchange.getResponseBody().write(file);
            }
            exchange.close();
            return;
        }
        byte[] file = exchange.getRequestBody().readAllBytes();
        String text = new String(file, StandardCharsets.ISO_8859_1);
        if (text.equals("break")) {
            answer(exchange, 500, "");
        } else if (!Images.hash(file).equals(name) || text.equals("no picture")) {
            answer(exchange, 422, INVALID_IMAGE.formatted(name));
        } else {
            byte[] clean = text.replace("Exif", "").getBytes(StandardCharsets.ISO_8859_1);
            PICTURES.put(Images.hash(clean), clean);
            answer(exchange, 200, "{\"sha256\":\"" + Images.hash(clean) + "\"}");
        }
    }

    private static String canned(String request) {
        if (request.contains("\"choices\":[")) {
            return CHOSEN;
        }
        if (request.contains("\"qwen-lost\"")) {
            return LOST;
        }
        if (request.contains("\"qwen-many\"")) {
            return MANY;
        }
        return request.contains("\"qwen\"") ? LISBON : CANNED;
    }

    /** Canned scores; but a request is refused as the service refuses it. */
    private static void score(HttpExchange exchange, String request) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try {
            JsonNode json = JsonMapper.shared().readTree(request);
            if (path.endsWith("/validate")) {
                ValidateRequest.read(json);
            } else if (path.endsWith("/run")) {
                ScoreRequest.read(json);
            } else if (request.contains("not-allowed.example")) {
                throw new InvalidRequestException(
                        List.of(new FieldError("reward.components[0].url", "is not in geor1.reward.allowed-hosts")));
            }
        } catch (InvalidRequestException e) {
            List<FieldProblem> errors =
                    e.errors().stream().map(FieldProblem::of).toList();
            Map<String, Object> problem = Map.of(
                    "status", 400, "code", "invalid_request", "detail", "The request is not valid.", "errors", errors);
            answer(exchange, 400, JsonMapper.shared().writeValueAsString(problem));
            return;
        }
        boolean fails = request.contains("\"break\"");
        String canned = path.endsWith("/run") ? SCORES : path.endsWith("/validate") ? TRIALS : "";
        answer(exchange, fails ? 500 : 200, fails ? "" : canned);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .add("Content-Type", status == 200 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static final String IMAGES = "/internal/v1/images/";

    private static final String INVALID_IMAGE = """
            {"status":422,"code":"invalid_image","detail":"The picture %s is text: send JPEG.",\
            "errors":[{"field":"sha256","message":"is text","remedy":"send JPEG"}]}""";

    private static final String UNKNOWN_MODEL = """
            {"type":"urn:geor1:problem:unknown_model","title":"Unknown model","status":404,"code":"unknown_model",\
            "detail":"There is no such model."}""";

    private static final String REWARDS = """
            [{"name":"accuracy","min":0.0,"max":1.0},{"name":"format","min":0.0,"max":1.0}]""";

    private static final String SCORES = """
            {"scores":[{"answer":"C","rewards":{"accuracy":1.0,"format":1.0},"reward":1.5,"flags":[]}]}""";

    private static final String TRIALS = """
            {"samples":[{"answer":"C","components":[{"name":"accuracy","weight":1.0,"method":"strict","parsed":"C",\
            "score":1.0,"error":null}],"reward":1.0}]}""";

    private static final String CHOSEN = """
            {"model":"nano-base","completions":[{"text":"B","tokens":1,"mean_log_prob":-0.3,"finish_reason":"length",\
            "choices":{"A":0.1,"B":0.7,"C":0.2}}]}""";

    private static final String LISBON = """
            {"model":"qwen","completions":[{"text":"<think>Yellow trams climb a hill.</think><answer>Lisbon, Portugal\
            </answer>","tokens":17,"mean_log_prob":-0.4,"finish_reason":"stop"}]}""";

    private static final String MANY = """
            {"model":"qwen-many","completions":[\
            {"text":"<answer>Porto, Portugal</answer>","tokens":7,"mean_log_prob":-0.4,"finish_reason":"stop"},\
            {"text":"Somewhere.","tokens":7,"mean_log_prob":-0.4,"finish_reason":"stop"},\
            {"text":"<think>hills</think>{\\"lat\\":38.72,\\"lon\\":-9.14,\\"city\\":\\"Lisbon\\"}","tokens":7,"mean_log_prob":-0.4,"finish_reason":"stop"},\
            {"text":"<answer>Lisbon, Portugal</answer>","tokens":7,"mean_log_prob":-0.4,"finish_reason":"stop"}]}""";

    private static final String LOST = """
            {"model":"qwen-lost","completions":[{"text":"It may be Lisbon or Porto.","tokens":7,"mean_log_prob":-0.4,\
            "finish_reason":"stop"}]}""";

    private static final String CANNED = """
            {"model":"nano-base","completions":[{"text":"<think>cues: north lake, east park, south field, west tower; \
            signs red, roofs blue, ground snow. knowledge: red signs and snow suggest norland, blue roofs suggest norvik. \
            evidence: cars keep right, which agrees. conclusion: norvik in norland.</think><answer>norvik</answer>",\
            "tokens":61,"mean_log_prob":-0.22,"finish_reason":"stop"}]}""";
}
