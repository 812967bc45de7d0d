package org.geor1.gateway.problems;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ServerHttpObservationFilter;

/** The trace of a request, whose id links an error body to the log lines of all services. */
@Component
final class RequestTrace {
    private final Tracer tracer;

    RequestTrace(Tracer tracer) {
        this.tracer = tracer;
    }

    String id(HttpServletRequest request) {
        Span current = tracer.currentSpan();
        return (current == null ? earlier(request).orElseGet(this::fresh) : current)
                .context()
                .traceId();
    }

    /** The container dispatches to the error page when the request's own scope is closed. */
    private static Optional<Span> earlier(HttpServletRequest request) {
        return ServerHttpObservationFilter.findObservationContext(request)
                .map(context -> context.<TracingContext>get(TracingContext.class))
                .map(TracingContext::getSpan);
    }

    /** The container refused the request before anything saw it, such as a malformed URI; nothing is logged about it. */
    private Span fresh() {
        Span span = tracer.nextSpan();
        span.end();
        return span;
    }
}
