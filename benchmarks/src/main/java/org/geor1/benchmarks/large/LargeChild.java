package org.geor1.benchmarks.large;

import ai.djl.Device;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.Precision;

/** A separate JVM that loads a checkpoint and generates, as the product does, and reports the memory used. */
final class LargeChild {

    private static final int TOKENS = 16;

    private LargeChild() {}

    /** @param args directory and precision */
    public static void main(String[] args) {
        long start = System.nanoTime();
        try (QwenRolloutEngine engine = QwenRolloutEngine.open(
                Path.of(args[0]),
                0,
                Device.cpu(),
                Precision.valueOf(args[1]),
                EngineOptions.DEFAULT,
                EngineObserver.NONE)) {
            double loading = (System.nanoTime() - start) / 1e9;
            start = System.nanoTime();
            Completion completion = engine.generate(List.of(new GenerationRequest(
                            ChatPrompt.of(new ChatPrompt.Text("Which tile shows the place?")),
                            1,
                            SamplingParams.greedy(TOKENS))))
                    .completions()
                    .get(0)
                    .get(0);
            double generating = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT, "%.2f %.2f %d %d%n", loading, generating, peakHeap(), completion.tokenIds().length);
        }
    }

    /** Upper bound: the pools' peaks may have been at different times. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
