package org.geor1.pairing.near;

import java.util.stream.IntStream;
import org.geor1.pairing.place.Places;
import org.geor1.pairing.place.Split;

/** Pairs of places of different splits that are near each other. */
public final class NearPairs {

    private NearPairs() {}

    /** Takes a pair. */
    @FunctionalInterface
    public interface Sink {
        void accept(int one, int other, double metres);
    }

    /** Gives each pair nearer than so many metres once, the smaller number first. Places between splits are in none. */
    public static void acrossSplits(Places table, double metres, Sink sink) {
        int[] members = IntStream.range(0, table.size())
                .filter(place -> table.split(place) != Split.BETWEEN)
                .toArray();
        if (IntStream.of(members).mapToObj(table::split).distinct().count() < 2) {
            return;
        }
        CellIndex index = CellIndex.of(table, members);
        for (int place : members) {
            index.around(place, metres).forEach(other -> {
                if (other > place && table.split(other) != table.split(place)) {
                    double distance = table.metres(place, other);
                    if (distance < metres) {
                        sink.accept(place, other, distance);
                    }
                }
            });
        }
    }
}
