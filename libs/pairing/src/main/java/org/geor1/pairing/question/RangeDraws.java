package org.geor1.pairing.question;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.near.Ranges;

/** Draws places at random, and when luck has had its chance, gives each of them in turn from a random one on. */
final class RangeDraws implements PrimitiveIterator.OfInt {

    private final Ranges ranges;
    private final SeedStream random;
    private final int start;
    private int lucky;
    private int turns;

    RangeDraws(Ranges ranges, SeedStream random, int lucky) {
        this.ranges = ranges;
        this.random = random;
        this.start = ranges.size() == 0 ? 0 : random.nextInt(ranges.size());
        this.lucky = ranges.size() == 0 ? 0 : lucky;
    }

    @Override
    public boolean hasNext() {
        return lucky > 0 || turns < ranges.size();
    }

    @Override
    public int nextInt() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (lucky > 0) {
            lucky--;
            return ranges.get(random.nextInt(ranges.size()));
        }
        return ranges.get((int) (((long) start + turns++) % ranges.size()));
    }
}
