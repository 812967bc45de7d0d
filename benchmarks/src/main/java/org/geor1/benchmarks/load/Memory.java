package org.geor1.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.geor1.benchmarks.ResidentMemory;

/** The process's memory over time. */
final class Memory {

    private static final double MIB = 1 << 20;

    /**
     * Memory in use at one time.
     *
     * @param seconds since the beginning
     * @param rss resident memory, in bytes
     * @param heap Java heap in use after a collection, in bytes
     */
    record Sample(double seconds, long rss, long heap) {

        double rssMib() {
            return rss / MIB;
        }

        double heapMib() {
            return heap / MIB;
        }
    }

    private final long start = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();

    /** Takes a sample. */
    Sample sample() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        Sample sample = new Sample((System.nanoTime() - start) / 1e9, rss(), heap);
        samples.add(sample);
        return sample;
    }

    /** Growth of the resident memory over the second half, as a share of it. */
    double growth() {
        return growth(samples.subList(samples.size() / 2, samples.size()));
    }

    /**
     * Median slope between any two samples, times the time they span, as a share of the median. Not least squares: an
     * occasional sample includes heap that is not yet collected, and a single outlier must not decide.
     */
    static double growth(List<Sample> samples) {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            for (int j = 0; j < i; j++) {
                Sample from = samples.get(j);
                Sample to = samples.get(i);
                slopes.add((to.rss() - from.rss()) / (to.seconds() - from.seconds()));
            }
        }
        if (slopes.isEmpty()) {
            return 0;
        }
        double span = samples.get(samples.size() - 1).seconds() - samples.get(0).seconds();
        return median(slopes)
                * span
                / median(samples.stream().map(sample -> (double) sample.rss()).toList());
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static long rss() {
        try {
            return ResidentMemory.of(ProcessHandle.current().pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
