package org.geor1.web;

import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients of the platform's own services: they show the internal token and read errors as {@link ServiceRefusal}. */
public final class ServiceClients {

    private static final JsonMapper JSON = JsonMapper.shared();

    private ServiceClients() {}

    /**
     * @param service base address, for example {@code http://localhost:8081}
     * @param token the services' shared secret
     * @param connect how long the connection may take
     * @param silence how long the service may take before it sends the next byte
     * @param observations where requests are observed, which passes the trace on that they belong to
     */
    public static RestClient rest(
            URI service, String token, Duration connect, Duration silence, ObservationRegistry observations) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                // Tomcat would upgrade to HTTP/2 for nothing, and the token must not follow a redirect.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .build());
        requests.setReadTimeout(silence);
        return RestClient.builder()
                .requestFactory(requests)
                .observationRegistry(observations)
                .baseUrl(service)
                .defaultHeader(InternalTokenFilter.HEADER, token)
                .defaultStatusHandler(HttpStatusCode::isError, ServiceClients::refuse)
                .build();
    }

    /** The same as an implementation of an interface whose methods are annotated with their exchanges. */
    public static <T> T of(Class<T> contract, RestClient rest) {
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(rest))
                .build()
                .createClient(contract);
    }

    private static void refuse(HttpRequest request, ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        JsonNode body = read(response);
        ErrorCode code = ErrorCode.named(body.path(ProblemBodies.CODE).asString(""))
                .orElseGet(() -> ErrorCode.forStatus(status));
        List<FieldProblem> errors = body.path(ProblemBodies.ERRORS)
                .valueStream()
                .map(error -> new FieldProblem(
                        error.path("field").asString(""),
                        error.path("message").asString(""),
                        error.path("remedy").asString("")))
                .toList();
        throw new ServiceRefusal(
                request.getURI().toString(), status, code, body.path("detail").asString(code.title() + "."), errors);
    }

    private static JsonNode read(ClientHttpResponse response) throws IOException {
        byte[] body = response.getBody().readAllBytes();
        try {
            return body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }
}
