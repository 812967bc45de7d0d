package org.geor1.benchmarks.load;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.engine.EngineStats;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.Precision;

/** Very many requests of one or two tokens, each with its own prompt, so that leaks show. */
final class SmallRequests {

    private static final int TOGETHER = 100;
    private static final int REPORTS = 20;
    private static final EngineOptions SMALL = new EngineOptions(16L << 20, TOGETHER, TOGETHER, 4096, 64L << 10, 0);

    private final Memory memory = new Memory();

    /** Runs {@code count} requests, rounded up to whole batches; returns how many it ran. */
    long run(Path model, long count) {
        long batches = (count + TOGETHER - 1) / TOGETHER;
        try (QwenRolloutEngine engine =
                QwenRolloutEngine.open(model, 0, Device.cpu(), Precision.FP32, SMALL, EngineObserver.NONE)) {
            System.out.println("requests  seconds  RSS MiB  heap MiB  kv tokens");
            for (long batch = 0; batch < batches; batch++) {
                if (batch % Math.max(1, batches / REPORTS) == 0) {
                    print(batch * TOGETHER, engine.stats());
                }
                engine.generate(batch(batch));
            }
            print(batches * TOGETHER, engine.stats());
            return engine.stats().finished();
        }
    }

    private static List<GenerationRequest> batch(long number) {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            ChatPrompt prompt = ChatPrompt.of(new ChatPrompt.Text(number + ", " + i));
            requests.add(new GenerationRequest(prompt, 1, new SamplingParams(1, 0, 1, 1 + i % 2, number)));
        }
        return requests;
    }

    private void print(long requests, EngineStats stats) {
        Memory.Sample now = memory.sample();
        System.out.printf(
                Locale.ROOT,
                "%8d  %7.0f  %7.0f  %8.1f  %9d%n",
                requests,
                now.seconds(),
                now.rssMib(),
                now.heapMib(),
                stats.kvTokens());
    }

    Memory memory() {
        return memory;
    }
}
