package org.geor1.benchmarks.load;

import ai.djl.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.engine.EngineStats;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.Precision;

/** Clients and weight swaps, all concurrently, on an engine too small for them. */
final class Load {

    private static final int CLIENTS = 8;
    private static final int SAMPLE = 2000;
    private static final Duration SAMPLING = Duration.ofSeconds(10);
    private static final long SWAP_MS = 3000;

    /** Room for only a few large requests, so that requests wait, and prefixes and features are evicted. */
    private static final EngineOptions SMALL = new EngineOptions(16L << 20, 48, 64, 512, 64L << 10, 0);

    private final Policies policies;
    private final SplittableRandom random;
    private final Draws draws;
    private final Tally tally = new Tally();
    private final Memory memory = new Memory();
    private final Reservoir<Served> served;

    Load(Policies policies, long seed) {
        this.policies = policies;
        this.random = new SplittableRandom(seed);
        this.draws = new Draws(new Prompts(random.split()));
        this.served = new Reservoir<>(SAMPLE, random.split());
    }

    /** Runs for {@code time}, with a line every ten seconds. */
    void run(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        BooleanSupplier goesOn = () -> System.nanoTime() < end;
        try (QwenRolloutEngine engine = QwenRolloutEngine.open(
                policies.directory(0), 0, Device.cpu(), Precision.FP32, SMALL, EngineObserver.NONE)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                threads.add(new Thread(new Client(engine, draws, random.split(), goesOn, tally, served)));
            }
            threads.add(new Thread(() -> swap(engine, goesOn)));
            threads.forEach(Thread::start);
            System.out.println("seconds  RSS MiB  heap MiB  kv tokens  waiting  completed  cancelled  refused  errors");
            while (goesOn.getAsBoolean()) {
                Thread.sleep(Math.max(1, Math.min(SAMPLING.toMillis(), (end - System.nanoTime()) / 1_000_000)));
                print(engine.stats());
            }
            for (Thread thread : threads) {
                thread.join();
            }
            settle(engine);
        }
    }

    private void swap(QwenRolloutEngine engine, BooleanSupplier goesOn) {
        SplittableRandom pauses = new SplittableRandom(1);
        for (long version = 1; goesOn.getAsBoolean(); version++) {
            try {
                Thread.sleep(SWAP_MS / 2 + pauses.nextLong(SWAP_MS));
                engine.swap(policies.directory(version), version);
                tally.swaps.increment();
            } catch (InterruptedException | RuntimeException e) {
                tally.error("swap: " + e);
            }
        }
    }

    private void print(EngineStats stats) {
        Memory.Sample now = memory.sample();
        System.out.printf(
                Locale.ROOT,
                "%7.0f  %7.0f  %8.1f  %9d  %7d  %9d  %9d  %7d  %6d%n",
                now.seconds(),
                now.rssMib(),
                now.heapMib(),
                stats.kvTokens(),
                stats.waiting(),
                tally.completed.sum(),
                tally.cancelled.sum(),
                tally.refused.sum() + tally.busy.sum(),
                tally.errors());
    }

    /** When nothing runs, only prefixes may be held; after a swap, nothing at all. */
    private void settle(QwenRolloutEngine engine) {
        long kept = engine.stats().kvTokens();
        engine.swap(policies.directory(0), 0);
        EngineStats after = engine.stats();
        tally.require(after.kvTokens() == 0, after.kvTokens() + " tokens' keys and values were never given back");
        tally.require(
                after.running() == 0 && after.waiting() == 0,
                after.running() + " sequences run and " + after.waiting() + " requests wait after all have ended");
        long ended = after.finished() + after.cancelled() + after.failed();
        tally.require(
                ended == tally.submitted.sum() && after.failed() == 0,
                tally.submitted.sum() + " requests were submitted; the engine finished " + after.finished()
                        + ", cancelled " + after.cancelled() + ", failed " + after.failed());
        System.out.printf(
                Locale.ROOT,
                "streamed %d, busy %d, swaps %d, %d tokens, %d of %d prompt tokens reused, kv peak %d of %d, "
                        + "%d tokens kept at the end, %d after a swap%n",
                tally.streamed.sum(),
                tally.busy.sum(),
                tally.swaps.sum(),
                after.generatedTokens(),
                after.prefixHits(),
                after.prefixTokens(),
                after.kvPeak(),
                after.kvCapacity(),
                kept,
                after.kvTokens());
    }

    Tally tally() {
        return tally;
    }

    Memory memory() {
        return memory;
    }

    /** A sample of the served requests, in random order. */
    List<Served> sample() {
        return served.shuffled();
    }
}
