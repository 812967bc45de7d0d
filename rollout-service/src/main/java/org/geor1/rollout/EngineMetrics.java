package org.geor1.rollout;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineStats;

/** What an inference engine is watched by: who runs and waits, memory, tokens, and how long users wait for them. */
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

    /** Publishes {@code stats}; zeros as long as no model is loaded. */
    static void publish(MeterRegistry meters, Supplier<EngineStats> stats) {
        gauge(meters, "geor1.engine.sequences.running", stats, EngineStats::running);
        gauge(meters, "geor1.engine.requests.waiting", stats, EngineStats::waiting);
        gauge(meters, "geor1.engine.kv.usage", stats, now -> now.kvTokens() / Math.max(1.0, now.kvCapacity()));
        gauge(meters, "geor1.engine.kv.tokens", stats, EngineStats::kvTokens);
        counter(meters, "geor1.engine.prefix.cache.queries", "tokens", stats, EngineStats::prefixTokens);
        counter(meters, "geor1.engine.prefix.cache.hits", "tokens", stats, EngineStats::prefixHits);
        counter(meters, "geor1.engine.prompt.tokens", "tokens", stats, EngineStats::promptTokens);
        counter(meters, "geor1.engine.generation.tokens", "tokens", stats, EngineStats::generatedTokens);
        counter(meters, "geor1.engine.requests.finished", "requests", stats, EngineStats::finished);
        counter(meters, "geor1.engine.requests.cancelled", "requests", stats, EngineStats::cancelled);
        counter(meters, "geor1.engine.requests.failed", "requests", stats, EngineStats::failed);
    }

    private static void gauge(
            MeterRegistry meters, String name, Supplier<EngineStats> stats, ToDoubleFunction<EngineStats> value) {
        Gauge.builder(name, stats, source -> value.applyAsDouble(source.get())).register(meters);
    }

    private static void counter(
            MeterRegistry meters,
            String name,
            String unit,
            Supplier<EngineStats> stats,
            ToDoubleFunction<EngineStats> value) {
        FunctionCounter.builder(name, stats, source -> value.applyAsDouble(source.get()))
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
