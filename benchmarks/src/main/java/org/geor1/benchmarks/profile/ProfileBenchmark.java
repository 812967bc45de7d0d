package org.geor1.benchmarks.profile;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.geor1.benchmarks.PairingWorkload;
import org.geor1.benchmarks.files.Directories;
import org.geor1.benchmarks.peer.ModelSize;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where a decode step's time goes: eight completions of each of some pairing prompts are drawn once to warm up and once
 * under libtorch's profiler, which slows small operations most.
 */
@Command(name = "profile", description = "Where the time of a decode step goes, operation by operation.")
public final class ProfileBenchmark implements Callable<Integer> {

    private static final int COMPLETIONS = 8;
    private static final int MAX_TOKENS = 128;

    @Option(names = "--size", defaultValue = "nano", description = "Which random model: ${COMPLETION-CANDIDATES}.")
    private ModelSize size = ModelSize.nano;

    @Option(names = "--prompts", defaultValue = "4", description = "Prompts of the batch.")
    private int prompts;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (prompts < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--prompts must be at least 1, was " + prompts);
        }
        Path work = Files.createTempDirectory("geor1-profile");
        try {
            Path checkpoint = Files.createDirectory(work.resolve("checkpoint"));
            size.write(checkpoint);
            Path trace = work.resolve("trace.json");
            Recorder recorder = new Recorder(trace);
            try (QwenRolloutEngine engine = QwenRolloutEngine.open(
                    checkpoint, 0, Device.cpu(), Precision.FP32, EngineOptions.DEFAULT, recorder)) {
                PairingWorkload workload = PairingWorkload.of(prompts, COMPLETIONS, MAX_TOKENS);
                engine.generate(workload.requests());
                recorder.measure();
                engine.generate(workload.requests());
                recorder.profile();
                engine.generate(workload.requests());
            }
            print(recorder, Trace.read(trace).costs());
        } finally {
            Directories.delete(work);
        }
        return 0;
    }

    private void print(Recorder recorder, List<Trace.Cost> costs) {
        double total = costs.stream().mapToDouble(Trace.Cost::micros).sum();
        System.out.printf(
                Locale.ROOT,
                "%s, %d sequences: %.2f ms a step without the profiler, %d steps profiled%n",
                size,
                prompts * COMPLETIONS,
                recorder.millisPerStep(),
                recorder.profiled());
        costs.stream()
                .limit(14)
                .forEach(cost -> System.out.printf(
                        Locale.ROOT,
                        "  %-36s %5.1f %%  %6.1f calls a step  %7.1f us each%n",
                        cost.operation(),
                        100 * cost.micros() / total,
                        (double) cost.calls() / recorder.profiled(),
                        cost.micros() / cost.calls()));
    }

    /** Times steps, then profiles some; the profiler belongs to the thread that starts it, here the engine's. */
    private static final class Recorder implements EngineObserver {

        private final Path trace;
        private volatile boolean measuring;
        private volatile boolean profiling;
        private boolean started;
        private boolean written;
        private long nanos;
        private int steps;
        private int profiled;

        Recorder(Path trace) {
            this.trace = trace;
        }

        void measure() {
            measuring = true;
        }

        void profile() {
            measuring = false;
            profiling = true;
        }

        double millisPerStep() {
            return nanos / 1e6 / steps;
        }

        int profiled() {
            return profiled;
        }

        @Override
        public void firstToken(Duration sinceSubmission) {}

        @Override
        public void nextTokens(Duration sinceLast, int drawn) {
            if (measuring) {
                nanos += sinceLast.toNanos();
                steps += drawn;
            } else if (profiling && !started) {
                started = true;
                JniUtils.startProfile(false, false, false);
            } else if (profiling && !written) {
                profiled += drawn;
                if (profiled >= MAX_TOKENS / 2) {
                    written = true;
                    JniUtils.stopProfile(trace.toString());
                }
            }
        }
    }
}
