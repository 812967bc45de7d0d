package org.geor1.benchmarks;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.geor1.benchmarks.data.DataBenchmark;
import org.geor1.benchmarks.large.LargeBenchmark;
import org.geor1.benchmarks.load.LoadBenchmark;
import org.geor1.benchmarks.memory.MemoryBenchmark;
import org.geor1.benchmarks.parity.Parity;
import org.geor1.benchmarks.peer.RolloutBenchmark;
import org.geor1.benchmarks.peer.UpdateBenchmark;
import org.geor1.benchmarks.profile.ProfileBenchmark;
import org.geor1.benchmarks.resume.ResumeBenchmark;
import org.geor1.benchmarks.staleness.StalenessBenchmark;
import org.geor1.local.LocalPlatform;
import org.geor1.local.Ports;
import org.geor1.local.cli.Geor1;
import org.geor1.local.home.Home;
import org.geor1.local.home.Installation;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.session.TorchTrainingSessions;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.Completion;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.engine.QwenRolloutEngine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.RunLast;

/** Measures the platform's throughput and start-up time with the shipped model on this machine: {@code geor1 bench}. */
@Command(
        name = "geor1 bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            RolloutBenchmark.class,
            UpdateBenchmark.class,
            LoadBenchmark.class,
            LargeBenchmark.class,
            MemoryBenchmark.class,
            ProfileBenchmark.class,
            ResumeBenchmark.class,
            StalenessBenchmark.class,
            DataBenchmark.class
        },
        description = "Measures this state of the platform on this machine.")
public final class Benchmarks implements Callable<Integer> {

    private static final int ROUNDS = 5;

    public static void main(String[] args) {
        // Engine threads must have ended before the JVM does, so the exit comes after the command.
        System.exit(Geor1.run(commandLine(), args));
    }

    /** Prints the processor before any figure. */
    static CommandLine commandLine() {
        CommandLine line = Geor1.commandLine(new Benchmarks());
        IExecutionStrategy last = new RunLast();
        line.setExecutionStrategy(parsed -> {
            Integer help = CommandLine.executeHelpRequest(parsed);
            if (help != null) {
                return help;
            }
            System.out.println(Processor.ofThisMachine().line());
            return last.execute(parsed);
        });
        return line;
    }

    @Command(name = "parity", description = "How far the model is from transformers, beside each tolerance.")
    int parity() {
        return Parity.print() ? 0 : 1;
    }

    @Override
    public Integer call() throws IOException {
        all();
        return 0;
    }

    private static void all() throws IOException {
        Path model = Installation.models().resolve("nano-base");
        rolloutAndUpdate(model);
        System.out.printf(Locale.ROOT, "jobs: %.0f jobs/s, rollout and reward, stored%n", JobThroughput.measure());
        boot();
    }

    /** 16 pairing prompts of six images, 8 completions each: drawn, then trained on. */
    private static void rolloutAndUpdate(Path model) {
        PairingWorkload workload = PairingWorkload.of(16, 8, 64);
        GrpoConfig config = GrpoConfig.builder(UpdateConfig.builder()
                        .maxSteps(1000)
                        .trainable(Trainable.TEXT)
                        .build())
                .build();
        Median drawn = new Median();
        Median trained = new Median();
        try (RolloutEngine engine = QwenRolloutEngine.open(model, 0, Device.cpu());
                TrainingSession session = new TorchTrainingSessions(Device.cpu()).grpo(model, config)) {
            for (int round = 0; round <= ROUNDS; round++) {
                // As between two training steps: nothing is cached from the last round.
                engine.swap(model, round);
                long start = System.nanoTime();
                List<List<Completion>> completions =
                        engine.generate(workload.requests()).completions();
                double seconds = (System.nanoTime() - start) / 1e9;
                long tokens = workload.tokens(completions);
                List<ScoredGroup> groups = workload.score(completions);
                start = System.nanoTime();
                session.grpoStep(groups);
                double update = (System.nanoTime() - start) / 1e9;
                if (round > 0) {
                    drawn.add(tokens / seconds);
                    trained.add(tokens / update);
                }
            }
        }
        System.out.printf(Locale.ROOT, "rollout: %.0f completion tokens/s (median of %d)%n", drawn.value(), ROUNDS);
        System.out.printf(Locale.ROOT, "update: %.0f completion tokens/s (median of %d)%n", trained.value(), ROUNDS);
    }

    /** Time from starting a platform on a new home until it responds. */
    private static void boot() throws IOException {
        Home home = new Home(Files.createTempDirectory("geor1-bench"));
        long start = System.nanoTime();
        LocalPlatform.start(home, Ports.free()).close();
        System.out.printf(Locale.ROOT, "boot and stop: %.1f s, database created%n", (System.nanoTime() - start) / 1e9);
    }
}
