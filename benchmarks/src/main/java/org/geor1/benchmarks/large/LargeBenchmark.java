package org.geor1.benchmarks.large;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.geor1.benchmarks.ResidentMemory;
import org.geor1.benchmarks.files.Directories;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.model.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Writes a checkpoint of random weights, loads it in a JVM with 512 MiB of heap, and generates. The exit code is 1 if
 * the heap grew beyond that or nothing was generated. The checkpoint is deleted afterwards.
 */
@Command(name = "large", description = "Whether a checkpoint larger than the heap loads and generates.")
public final class LargeBenchmark implements Callable<Integer> {

    private static final double GIB = 1L << 30;

    /** The weights plus a second copy of one tensor, in addition to the JVM and libraries. */
    private static final double MEMORY_FACTOR = 1.2;

    private static final long OTHER_MEMORY = 2L << 30;

    @Option(names = "--gib", defaultValue = "4.5", description = "Size of the files; default ${DEFAULT-VALUE}.")
    private double gib;

    @Option(names = "--dir", description = "Where to write; default the directory for temporary files.")
    private @Nullable Path directory;

    @Option(
            names = "--precision",
            defaultValue = "FP32",
            description = "On disk and in memory: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Precision precision = Precision.FP32;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(gib > 0 && gib <= 1024)) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--gib must be in (0, 1024], was " + gib);
        }
        LargeCheckpoint checkpoint =
                new LargeCheckpoint((long) (gib * GIB), precision == Precision.BF16 ? DType.BF16 : DType.F32);
        Path parent = directory != null ? directory : Path.of(System.getProperty("java.io.tmpdir"));
        Files.createDirectories(parent);
        requireRoom(checkpoint.bytes(), Files.getFileStore(parent).getUsableSpace(), ResidentMemory.available());
        Path work = Files.createTempDirectory(parent, "geor1-large");
        try {
            return measure(checkpoint, work);
        } finally {
            Directories.delete(work);
        }
    }

    /** @throws EnvironmentProblem if disk space or memory is too small for {@code bytes} of weights */
    static void requireRoom(long bytes, long disk, long memory) {
        if (disk < bytes) {
            throw new EnvironmentProblem(
                    String.format(
                            Locale.ROOT, "the files take %.1f GiB of disk, %.1f are free", bytes / GIB, disk / GIB),
                    "point --dir at a larger disk, or lower --gib");
        }
        double needed = MEMORY_FACTOR * bytes + OTHER_MEMORY;
        if (memory < needed) {
            throw new EnvironmentProblem(
                    String.format(
                            Locale.ROOT, "loading takes %.1f GiB of memory, %.1f are free", needed / GIB, memory / GIB),
                    "lower --gib, or end what else runs");
        }
    }

    private int measure(LargeCheckpoint checkpoint, Path work) throws IOException, InterruptedException {
        long start = System.nanoTime();
        checkpoint.write(work, 1);
        List<Path> shards = shards(work);
        System.out.printf(
                Locale.ROOT, "written in %.1f s: %d shards of %s%n", seconds(start), shards.size(), precision);
        start = System.nanoTime();
        long bytes = read(shards);
        double reading = seconds(start);
        System.out.printf(
                Locale.ROOT,
                "read plainly in %.1f s, %.0f MiB/s; some of it may still have been in memory%n",
                reading,
                bytes / 1048576.0 / reading);
        Child child = Child.run(work, precision);
        System.out.println(child.line());
        System.out.printf(
                Locale.ROOT,
                "large: %.2f GiB in %d shards, loaded in %.1f s, peak heap %d MiB, generated %d tokens%n",
                bytes / GIB,
                shards.size(),
                child.loadSeconds(),
                child.peakHeap() >> 20,
                child.tokens());
        return child.withinBounds() ? 0 : 1;
    }

    private static List<Path> shards(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }

    private static long read(List<Path> files) throws IOException {
        byte[] buffer = new byte[1 << 20];
        long total = 0;
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    total += count;
                }
            }
        }
        return total;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
