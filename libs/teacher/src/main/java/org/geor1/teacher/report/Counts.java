package org.geor1.teacher.report;

import java.util.Map;
import java.util.TreeMap;

/** Counts by name. Safe for threads. */
public final class Counts {

    private final Map<String, Long> counts = new TreeMap<>();

    public synchronized void add(String name) {
        counts.merge(name, 1L, Long::sum);
    }

    /** In the order of the names. */
    public synchronized Map<String, Long> all() {
        return new TreeMap<>(counts);
    }

    public synchronized long sum() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
