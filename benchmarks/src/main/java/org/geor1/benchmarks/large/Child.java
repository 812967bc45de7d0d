package org.geor1.benchmarks.large;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.geor1.benchmarks.ResidentMemory;
import org.geor1.vlm.model.Precision;

/**
 * Memory that {@link LargeChild} used.
 *
 * @param peakHeap in bytes
 * @param peakRss peak resident memory including pages of mapped files, in bytes
 * @param peakAnonymous peak resident memory without them, in bytes
 */
record Child(double loadSeconds, double generateSeconds, long peakHeap, long peakRss, long peakAnonymous, int tokens) {

    private static final int HEAP_MIB = 512;

    /** Runs the child to its end on the checkpoint in {@code directory}, with a heap of 512 MiB. */
    static Child run(Path directory, Precision precision) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + HEAP_MIB + "m");
        command.add("-XX:+ExitOnOutOfMemoryError");
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("ai.djl.") || name.startsWith("org.geor1.") || name.startsWith("OPT_"))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), LargeChild.class.getName()));
        command.addAll(List.of(directory.toString(), precision.name()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long peakRss = 0;
        long peakAnonymous = 0;
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            peakRss = Math.max(peakRss, ResidentMemory.of(process.pid()));
            peakAnonymous = Math.max(peakAnonymous, ResidentMemory.anonymous(process.pid()));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new IllegalStateException("the child ended with exit code " + process.exitValue() + ": " + said);
        }
        return parse(said, peakRss, peakAnonymous);
    }

    private static Child parse(String said, long peakRss, long peakAnonymous) {
        String[] lines = said.strip().split("\n", -1);
        String[] words = lines[lines.length - 1].split(" ", -1);
        return new Child(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Long.parseLong(words[2]),
                peakRss,
                peakAnonymous,
                Integer.parseInt(words[3]));
    }

    boolean withinBounds() {
        return tokens > 0 && peakHeap <= HEAP_MIB * (1L << 20);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "loaded in %.1f s, generated %d tokens in %.1f s, peak heap %d MiB, peak RSS %d MiB, "
                        + "%d MiB of it without mapped files",
                loadSeconds,
                tokens,
                generateSeconds,
                peakHeap >> 20,
                peakRss >> 20,
                peakAnonymous >> 20);
    }
}
