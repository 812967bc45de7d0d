package org.geor1.jobs.common;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries the trace of a request through the database, so that what is done for it later is logged under the same id. */
public class Traces {

    private static final String TRACEPARENT = "traceparent";

    private final Tracer tracer;
    private final Propagator propagator;

    Traces(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /** The trace that this thread works under, as a W3C {@code traceparent}; {@code null} if it works under none. */
    public @Nullable String current() {
        TraceContext context = tracer.currentTraceContext().context();
        if (context == null) {
            return null;
        }
        Map<String, String> fields = new HashMap<>();
        propagator.inject(context, fields, (carrier, name, value) -> fields.put(name, value));
        return fields.get(TRACEPARENT);
    }

    /**
     * Works under a trace.
     *
     * @param traceparent as {@link #current()} returned it; {@code null} begins a new trace
     * @param name what the work is called
     */
    public void resume(@Nullable String traceparent, String name, Runnable work) {
        Map<String, String> fields = traceparent == null ? Map.of() : Map.of(TRACEPARENT, traceparent);
        Span span = propagator.extract(fields, Map::get).name(name).start();
        try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
            work.run();
        } finally {
            span.end();
        }
    }
}
