package org.geor1.trainer.source;

import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.function.Function;
import org.geor1.geo.seed.SeedStream;
import org.geor1.protocol.dataset.DatasetSample;

/**
 * Samples in an order that a seed decides, each read from the database when it is asked for. All are drawn once before any is
 * drawn again, in another order.
 */
final class Drawn<T> extends AbstractList<T> implements RandomAccess {

    private final StoredSamples samples;
    private final long seed;
    private final int size;
    private final Function<DatasetSample, T> use;

    private int round = -1;
    private int[] order = {};

    Drawn(StoredSamples samples, long seed, int size, Function<DatasetSample, T> use) {
        this.samples = samples;
        this.seed = seed;
        this.size = size;
        this.use = use;
    }

    @Override
    public T get(int index) {
        int number = index / samples.count();
        if (number != round) {
            order = SeedStream.of(seed, number).permutation(samples.count());
            round = number;
        }
        return use.apply(samples.get(order[index % samples.count()]));
    }

    @Override
    public int size() {
        return size;
    }
}
