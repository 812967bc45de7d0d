package org.geor1.local.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.geor1.jobs.artifact.Artifact;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Talks to a running platform over its public REST interface, as any user's script would. It uses the JDK's client: what
 * takes room here is what answers and failures mean to a user, which a declarative Spring client would not shorten, and
 * every command would first load that client.
 */
public final class PlatformClient {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    /** An inference on a cold engine loads a model first. */
    private static final Duration ANSWER = Duration.ofMinutes(3);

    private static final int UNAUTHORIZED = 401;

    private final JsonMapper json = JsonMapper.shared();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI base;
    private final @Nullable String apiKey;

    /** @param apiKey sent as bearer token; {@code null} where the platform asks for none */
    public PlatformClient(URI base, @Nullable String apiKey) {
        this.base = base;
        this.apiKey = apiKey;
    }

    public URI base() {
        return base;
    }

    /** Whether a Geo-R1 gateway answers there. */
    public boolean answers() {
        try {
            return runs(1).has("data");
        } catch (PlatformException e) {
            return e.status() == 401 || e.status() == 403;
        }
    }

    /** Creates a run from its JSON specification. */
    public RunView createRun(Object specification) {
        return new RunView(send(request("/api/v1/runs").POST(body(specification))));
    }

    public RunView run(String id) {
        return new RunView(send(request("/api/v1/runs/" + id).GET()));
    }

    /** A curve of a run by column: {@code {steps, series: {key: [value or null]}, ...}}. */
    public JsonNode metrics(String id, String key) {
        return send(request("/api/v1/runs/" + id + "/metrics?points=20000&keys="
                        + URLEncoder.encode(key, StandardCharsets.UTF_8))
                .GET());
    }

    /** Newest runs first: {@code {data, has_more, next_cursor}}. */
    public JsonNode runs(int limit) {
        return send(request("/api/v1/runs?limit=" + limit).GET());
    }

    public RunView cancel(String id) {
        return new RunView(send(request("/api/v1/runs/" + id + "/cancel").POST(HttpRequest.BodyPublishers.noBody())));
    }

    /**
     * Starts a run from a checkpoint of another.
     *
     * @param fork {@code step}, {@code resume_optimizer} and {@code overrides}, each optional
     */
    public RunView fork(String runId, Object fork) {
        return new RunView(
                send(request("/api/v1/runs/" + segment(runId) + "/fork").POST(body(fork))));
    }

    /** A checkpoint by its id or a name such as {@code run_x@latest}. */
    public JsonNode checkpoint(String name) {
        return send(request("/api/v1/checkpoints/" + segment(name)).GET());
    }

    /** The checkpoints of a run, newest first. */
    public JsonNode checkpoints(String runId) {
        return send(request("/api/v1/runs/" + segment(runId) + "/checkpoints").GET())
                .path("data");
    }

    /** Keeps a checkpoint from retention; answers with it. */
    public JsonNode promote(String name) {
        return send(
                request("/api/v1/checkpoints/" + segment(name) + "/promote").POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** The files of a checkpoint's weights, with the hash of each. */
    public Artifact checkpointFiles(String name) {
        JsonNode answer =
                send(request("/api/v1/checkpoints/" + segment(name) + "/files").GET());
        return json.treeToValue(answer, Artifact.class);
    }

    /** The bytes of one of them; the caller closes the stream. */
    public InputStream checkpointFile(String name, String file) {
        String path = Stream.of(file.split("/")).map(PlatformClient::segment).collect(Collectors.joining("/"));
        return open("/api/v1/checkpoints/" + segment(name) + "/files/" + path);
    }

    /** The bytes of a file; the caller closes the stream. */
    InputStream open(String path) {
        HttpResponse<InputStream> response = exchange(request(path).GET(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() >= 400) {
            try (InputStream body = response.body()) {
                String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                throw refusal(response.statusCode(), parse(text));
            } catch (IOException e) {
                throw new PlatformException(response.statusCode(), "HTTP " + response.statusCode());
            }
        }
        return response.body();
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    /** @param answer how long the answer may take */
    JsonNode post(String path, Object body, Duration answer) {
        return send(request(path).timeout(answer).POST(body(body)));
    }

    void put(String path, byte[] file) {
        send(request(path)
                .setHeader("Content-Type", "application/octet-stream")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(file)));
    }

    void delete(String path) {
        send(request(path).DELETE());
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Asks where a photo was taken; {@code question} holds {@code image_b64} and options. */
    public JsonNode geolocate(Object question) {
        return send(request("/v1/geolocate").POST(body(question)));
    }

    private HttpRequest.BodyPublisher body(Object value) {
        return HttpRequest.BodyPublishers.ofString(json.writeValueAsString(value));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, application/problem+json");
        return apiKey == null ? request : request.header("Authorization", "Bearer " + apiKey);
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpResponse<String> response = exchange(request, HttpResponse.BodyHandlers.ofString());
        JsonNode answer = parse(response.body());
        if (response.statusCode() >= 400) {
            throw refusal(response.statusCode(), answer);
        }
        return answer;
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request.build(), handler);
        } catch (IOException e) {
            throw new PlatformException(0, "No platform answers at " + base);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException(0, "Interrupted while waiting for " + base);
        }
    }

    private JsonNode parse(String body) {
        try {
            return body.isBlank() ? json.missingNode() : json.readTree(body);
        } catch (JacksonException notJson) {
            return json.missingNode();
        }
    }

    private PlatformException refusal(int status, JsonNode answer) {
        String problem = problem(status, answer);
        if (status == UNAUTHORIZED) {
            problem += apiKey == null
                    ? ". Set GEOR1_API_KEY to an API key of " + base
                    : ". The key in GEOR1_API_KEY is not known to " + base;
        }
        return new PlatformException(
                status,
                problem,
                answer.path("errors")
                        .valueStream()
                        .map(error -> error.path("field").asString(""))
                        .toList());
    }

    /**
     * The problem's detail, then each wrong field that it does not name; reads both the native and the OpenAI form.
     */
    private static String problem(int status, JsonNode answer) {
        String detail = answer.path("detail").asString("");
        if (detail.isEmpty()) {
            detail = answer.path("error").path("message").asString("");
        }
        if (detail.isEmpty()) {
            detail = answer.path("title").asString("HTTP " + status);
        }
        String told = detail;
        String fields = answer.path("errors")
                .valueStream()
                .map(error -> error.path("field").asString("") + " "
                        + error.path("message").asString(""))
                .filter(field -> !told.contains(field))
                .collect(Collectors.joining("; "));
        return fields.isEmpty() ? detail : detail + ": " + fields;
    }
}
