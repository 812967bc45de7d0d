package org.geor1.trainer.source;

import org.geor1.geo.seed.SeedStream;
import org.geor1.protocol.dataset.DatasetSample;

/**
 * Samples in an order that a seed decides, each read from the database when it is asked for. All are drawn once before any is
 * drawn again, in another order.
 */
final class Drawn {

    private final StoredSamples samples;
    private final long seed;

    private long round = -1;
    private int[] order = {};

    Drawn(StoredSamples samples, long seed) {
        this.samples = samples;
        this.seed = seed;
    }

    DatasetSample get(long index) {
        long number = index / samples.count();
        if (number != round) {
            order = SeedStream.of(seed, number).permutation(samples.count());
            round = number;
        }
        return samples.get(order[(int) (index % samples.count())]);
    }
}
