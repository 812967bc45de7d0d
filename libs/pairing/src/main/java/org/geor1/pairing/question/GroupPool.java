package org.geor1.pairing.question;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.near.Ranges;
import org.geor1.pairing.place.Places;
import org.jspecify.annotations.Nullable;

/** Places of one group, such as a city. 4 bytes for each place. */
public final class GroupPool implements Pool {

    /** Draws before all are looked at in turn: enough where most places suit. */
    private static final int LUCKY = 96;

    private final IntUnaryOperator group;
    private final IntFunction<@Nullable String> name;
    private final Map<Integer, Ranges> groups = new HashMap<>();

    /**
     * @param group of a place, or {@link Places#UNKNOWN}
     * @param name of a place's group
     */
    public GroupPool(int[] members, IntUnaryOperator group, IntFunction<@Nullable String> name) {
        this.group = group;
        this.name = name;
        int[] sorted = IntStream.of(members)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(group::applyAsInt).thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        int from = 0;
        for (int to = 1; to <= sorted.length; to++) {
            if (to == sorted.length || group.applyAsInt(sorted[to]) != group.applyAsInt(sorted[from])) {
                groups.put(group.applyAsInt(sorted[from]), Ranges.of(sorted, from, to));
                from = to;
            }
        }
    }

    /** Those that may stand beside the place, itself too; none if it has no group. */
    public int[] members(int place) {
        Ranges ranges = ranges(place);
        return IntStream.range(0, ranges.size()).map(ranges::get).toArray();
    }

    private Ranges ranges(int place) {
        int number = group.applyAsInt(place);
        Ranges ranges = number == Places.UNKNOWN ? null : groups.get(number);
        return ranges == null ? Ranges.of(new int[0], 0, 0) : ranges;
    }

    @Override
    public int size(int place) {
        return ranges(place).size();
    }

    @Override
    public String name(int place) {
        return String.valueOf(name.apply(place));
    }

    @Override
    public PrimitiveIterator.OfInt draw(int place, SeedStream random) {
        return new RangeDraws(ranges(place), random, LUCKY);
    }
}
