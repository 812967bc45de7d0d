package org.geor1.benchmarks.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.geor1.benchmarks.files.Directories;
import org.geor1.benchmarks.files.RandomCheckpoint;
import org.geor1.local.home.Installation;
import org.geor1.rl.memory.MemoryPlan;
import org.geor1.rl.memory.MemoryPlanner;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The planner's prediction beside the peak of resident memory over one step: {@code geor1 bench memory}. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "Predicted and measured peak memory of training steps; exit code 1 if more than 10 %% apart.")
public final class MemoryBenchmark implements Callable<Integer> {

    private static final double TOLERANCE = 0.1;

    @Option(names = "--repeats", description = "Measurements of each case (default: ${DEFAULT-VALUE}).")
    int repeats = 1;

    @Option(names = "--case", description = "Only this case: ${COMPLETION-CANDIDATES}.")
    List<MemoryCase> cases = new ArrayList<>(Arrays.asList(MemoryCase.values()));

    @Override
    public Integer call() throws IOException {
        boolean near = true;
        for (MemoryCase which : cases) {
            Path checkpoint = Directories.temporary();
            try {
                Qwen25VlConfig config = which.model(RandomCheckpoint.shipped());
                RandomCheckpoint.write(config, checkpoint);
                for (int i = 0; i < repeats; i++) {
                    near &= compare(which, config, checkpoint);
                }
            } finally {
                Directories.delete(checkpoint);
            }
        }
        return near ? 0 : 1;
    }

    private static boolean compare(MemoryCase which, Qwen25VlConfig config, Path checkpoint) throws IOException {
        long measured = 0;
        MemoryPlan plan = null;
        for (String line : run(which, checkpoint)) {
            String[] words = line.split(" ");
            if (words[0].equals("measured")) {
                measured = Long.parseLong(words[1]);
            } else if (words[0].equals("prompt")) {
                plan = MemoryPlanner.plan(config, which.shape(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
            }
        }
        if (plan == null || measured == 0) {
            throw new IllegalStateException("no measurement of " + which);
        }
        double ratio = (double) plan.total() / measured;
        System.out.printf(
                Locale.ROOT,
                "%-28s predicted %7.1f MiB  measured %7.1f MiB  ratio %.3f  (%s)%n",
                which.name().toLowerCase(Locale.ROOT),
                plan.total() / 1048576.0,
                measured / 1048576.0,
                ratio,
                plan.moment());
        return Math.abs(ratio - 1) <= TOLERANCE;
    }

    /**
     * Runs in a separate process whose allocator returns every large block, so that resident memory reflects the
     * tensors.
     */
    private static List<String> run(MemoryCase which, Path checkpoint) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-Dorg.geor1.root=" + Installation.root(),
                        "-Dai.djl.offline=true",
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryProbe.class.getName(),
                        which.name(),
                        checkpoint.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", "65536");
        builder.environment().put("MALLOC_TRIM_THRESHOLD_", "65536");
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
        return lines;
    }
}
