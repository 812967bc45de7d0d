package org.geor1.geo.task;

import java.util.List;
import org.geor1.geo.seed.SeedStream;

/**
 * From which of several lists each draw is taken. Draw i follows from the weights, the seed and i alone. Among any n draws in a
 * row, the number of those from a list differs from its share of n by less than the number of lists, however large n is.
 *
 * <p>The first list takes draws at even distances, as Bresenham's algorithm places the steps of a line; the second does the
 * same among the draws that are left, and so on. The seed decides where each begins.
 */
public final class Mixture {

    /** Weights are counted in ten-thousandths, so that sums are exact. */
    private static final long UNIT = 10_000;

    private static final double MIN_WEIGHT = 0.001;
    private static final double MAX_WEIGHT = 10_000;

    private final long[] weights;
    private final long[] offsets;

    /** Sum of the weight at that place and all behind it. */
    private final long[] rests;

    /** @param weights 0.001 to 10000 each, of which four decimals count */
    public Mixture(List<Double> weights, long seed) {
        int count = weights.size();
        this.weights = new long[count];
        this.offsets = new long[count];
        this.rests = new long[count];
        long rest = 0;
        for (int i = count - 1; i >= 0; i--) {
            double weight = weights.get(i);
            if (!(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) {
                throw new IllegalArgumentException(
                        "a weight must be from " + MIN_WEIGHT + " to " + MAX_WEIGHT + ", got " + weight);
            }
            this.weights[i] = Math.round(weight * UNIT);
            rest += this.weights[i];
            this.rests[i] = rest;
            this.offsets[i] = Math.floorMod(SeedStream.hash(seed, i), rest);
        }
    }

    /**
     * Where a draw is taken from.
     *
     * @param list number of the list, from 0
     * @param index within the list, from 0; counts up by one from draw to draw
     */
    public record Draw(int list, long index) {}

    /** @param index from 0 */
    public Draw draw(long index) {
        long left = index;
        for (int list = 0; ; list++) {
            long before = taken(list, left);
            if (taken(list, left + 1) > before) {
                return new Draw(list, before);
            }
            left -= before;
        }
    }

    /** How many of the first {@code draws} are from a list. */
    public long count(int list, long draws) {
        long left = draws;
        for (int before = 0; before < list; before++) {
            left -= taken(before, left);
        }
        return taken(list, left);
    }

    /** How many draws it takes until {@code count} are from a list. */
    public long drawsUntil(int list, long count) {
        long enough = count;
        while (count(list, enough) < count) {
            enough *= 2;
        }
        long tooFew = -1;
        while (enough - tooFew > 1) {
            long middle = (enough + tooFew) >>> 1;
            if (count(list, middle) < count) {
                tooFew = middle;
            } else {
                enough = middle;
            }
        }
        return enough;
    }

    /** Of so many draws that the lists before leave, those of a list: floor((draws × weight + offset) / rest). */
    private long taken(int list, long draws) {
        long rest = rests[list];
        // Divided first, so that no product is larger than a long.
        return draws / rest * weights[list] + (draws % rest * weights[list] + offsets[list]) / rest;
    }
}
