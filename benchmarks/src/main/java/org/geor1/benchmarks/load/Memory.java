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
     * What was held at one time.
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

    /** Looks now. */
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

    /** Slope of the line of least squares, times the time it spans, as a share of the mean. */
    static double growth(List<Sample> samples) {
        double time = samples.stream().mapToDouble(Sample::seconds).average().orElse(0);
        double rss = samples.stream().mapToDouble(Sample::rss).average().orElse(1);
        double above = 0;
        double below = 0;
        for (Sample sample : samples) {
            above += (sample.seconds() - time) * (sample.rss() - rss);
            below += (sample.seconds() - time) * (sample.seconds() - time);
        }
        if (below == 0) {
            return 0;
        }
        double span = samples.get(samples.size() - 1).seconds() - samples.get(0).seconds();
        return above / below * span / rss;
    }

    private static long rss() {
        try {
            return ResidentMemory.of(ProcessHandle.current().pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
