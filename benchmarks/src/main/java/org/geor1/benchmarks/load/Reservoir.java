package org.geor1.benchmarks.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** A uniform sample of fixed size of all that is offered. */
final class Reservoir<T> {

    private final List<T> kept = new ArrayList<>();
    private final int size;
    private final SplittableRandom random;
    private long offered;

    Reservoir(int size, SplittableRandom random) {
        this.size = size;
        this.random = random;
    }

    synchronized void offer(T item) {
        offered++;
        if (kept.size() < size) {
            kept.add(item);
            return;
        }
        long place = random.nextLong(offered);
        if (place < size) {
            kept.set((int) place, item);
        }
    }

    /** The sample in random order, so that any prefix of it is a sample as well. */
    synchronized List<T> shuffled() {
        List<T> all = new ArrayList<>(kept);
        Collections.shuffle(all, new Random(random.nextLong()));
        return all;
    }
}
