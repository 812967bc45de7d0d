package org.geor1.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The median of measured values. */
public final class Median {

    private final List<Double> values = new ArrayList<>();

    public void add(double value) {
        values.add(value);
    }

    public double value() {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}
