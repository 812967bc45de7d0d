package org.geor1.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * One trace id names a request in every service it passes: a client hands on the id it works under, a server logs under
 * the id it was given, and takes nothing else from the caller.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.config.import=classpath:geor1-tracing.yml")
@ExtendWith(OutputCaptureExtension.class)
class TracingTest {

    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @LocalServerPort
    int port;

    @Autowired
    ObservationRegistry observations;

    @Autowired
    Tracer tracer;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Echo.class)
    static class Service {}

    @RestController
    static class Echo {

        @GetMapping("/mdc")
        Map<String, String> mdc() {
            LoggerFactory.getLogger("echo").info("asked");
            return MDC.getCopyOfContextMap();
        }
    }

    @Test
    void aClientPassesItsTraceOnToTheService(CapturedOutput log) {
        Span span = tracer.nextSpan().name("request").start();
        Map<?, ?> seen;
        try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
            Duration patience = Duration.ofSeconds(30);
            seen = mdc(ServiceClients.rest(address(), "secret", patience, patience, observations));
        } finally {
            span.end();
        }
        assertThat(seen.get("traceId")).isEqualTo(span.context().traceId());
        assertThat(log.getAll()).containsPattern(span.context().traceId() + " echo +: asked");
    }

    @Test
    void aValidTraceIdOfACallerIsKept() {
        Map<?, ?> seen = mdc(caller("traceparent", "00-" + ID + "-00f067aa0ba902b7-01"));
        assertThat(seen.get("traceId")).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "forged",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e47-36-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473 ERROR forged-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6%0a%0dERROR-forged-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void aBadHeaderIsReplacedByAFreshId(String traceparent) {
        Map<?, ?> seen = mdc(caller("traceparent", traceparent));
        assertThat((String) seen.get("traceId")).matches("[0-9a-f]{32}").isNotEqualTo(ID);
    }

    @Test
    void nothingElseOfACallerReachesTheLog() {
        Map<?, ?> seen = mdc(caller(
                "baggage",
                "user=forged",
                "b3",
                ID + "-00f067aa0ba902b7-1",
                "X-B3-TraceId",
                ID,
                "X-B3-SpanId",
                "00f067aa0ba902b7"));
        assertThat(seen.keySet()).hasToString("[traceId, spanId]");
        assertThat((String) seen.get("traceId")).matches("[0-9a-f]{32}").isNotEqualTo(ID);
    }

    private URI address() {
        return URI.create("http://localhost:" + port);
    }

    /** A client from outside, which has no trace of its own. */
    private RestClient caller(String... headers) {
        RestClient.Builder client = RestClient.builder().baseUrl(address());
        for (int i = 0; i < headers.length; i += 2) {
            client.defaultHeader(headers[i], headers[i + 1]);
        }
        return client.build();
    }

    private static Map<?, ?> mdc(RestClient client) {
        Map<?, ?> seen = client.get().uri("/mdc").retrieve().body(Map.class);
        assertThat(seen).isNotNull();
        return seen;
    }
}
