package org.geor1.rollout;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineStats;

/** Metrics of the inference engine: running and waiting requests, memory, tokens, and latencies. */
final class EngineMetrics implements EngineObserver {

    private final Timer firstToken;
    private final Timer nextToken;

    EngineMetrics(MeterRegistry meters) {
        this.firstToken = Timer.builder("geor1.engine.time.to.first.token")
                .description("From a request's arrival to its first token")
                .publishPercentileHistogram()
                .register(meters);
        this.nextToken = Timer.builder("geor1.engine.inter.token.latency")
                .description("Between two tokens of a running sequence")
                .publishPercentileHistogram()
                .register(meters);
    }

    /**
     * Publishes the counts of {@code engine}; zeros as long as no model is loaded.
     *
     * @param engine must be kept by the caller: meters refer to it weakly, so that they keep nothing alive
     */
    static void publish(MeterRegistry meters, OnDemandEngine engine) {
        gauge(meters, "geor1.engine.sequences.running", engine, EngineStats::running);
        gauge(meters, "geor1.engine.requests.waiting", engine, EngineStats::waiting);
        gauge(meters, "geor1.engine.kv.usage", engine, now -> now.kvTokens() / Math.max(1.0, now.kvCapacity()));
        gauge(meters, "geor1.engine.kv.tokens", engine, EngineStats::kvTokens);
        counter(meters, "geor1.engine.prefix.cache.queries", "tokens", engine, EngineStats::prefixTokens);
        counter(meters, "geor1.engine.prefix.cache.hits", "tokens", engine, EngineStats::prefixHits);
        counter(meters, "geor1.engine.prompt.tokens", "tokens", engine, EngineStats::promptTokens);
        counter(meters, "geor1.engine.generation.tokens", "tokens", engine, EngineStats::generatedTokens);
        counter(meters, "geor1.engine.requests.finished", "requests", engine, EngineStats::finished);
        counter(meters, "geor1.engine.requests.failed", "requests", engine, EngineStats::failed);
    }

    private static void gauge(
            MeterRegistry meters, String name, OnDemandEngine engine, ToDoubleFunction<EngineStats> value) {
        Gauge.builder(name, engine, source -> value.applyAsDouble(source.stats()))
                .register(meters);
    }

    private static void counter(
            MeterRegistry meters,
            String name,
            String unit,
            OnDemandEngine engine,
            ToDoubleFunction<EngineStats> value) {
        FunctionCounter.builder(name, engine, source -> value.applyAsDouble(source.stats()))
                .baseUnit(unit)
                .register(meters);
    }

    @Override
    public void firstToken(Duration sinceSubmission) {
        firstToken.record(sinceSubmission);
    }

    @Override
    public void nextTokens(Duration sinceLast, int steps) {
        for (int step = 0; step < steps; step++) {
            nextToken.record(sinceLast.dividedBy(steps));
        }
    }
}
