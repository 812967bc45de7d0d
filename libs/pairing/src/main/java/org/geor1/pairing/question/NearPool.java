package org.geor1.pairing.question;

import java.util.Locale;
import java.util.PrimitiveIterator;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.near.CellIndex;
import org.geor1.pairing.place.Places;

/** Places within a distance, and some beyond it: a question's rules sort these out. */
final class NearPool implements Pool {

    /** A disc fills half of the cells that cover it, or more. */
    private static final int LUCKY = 256;

    private final Places table;
    private final CellIndex index;
    private final double metres;

    NearPool(Places table, int[] members, double metres) {
        this.table = table;
        this.index = CellIndex.of(table, members);
        this.metres = metres;
    }

    @Override
    public int size(int place) {
        return index.around(place, metres).size();
    }

    @Override
    public String name(int place) {
        return String.format(Locale.ROOT, "the surroundings of place %s", table.id(place));
    }

    @Override
    public PrimitiveIterator.OfInt draw(int place, SeedStream random) {
        return new RangeDraws(index.around(place, metres), random, LUCKY);
    }
}
