package org.geor1.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The middle of what was measured. */
final class Median {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double value() {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
