package org.geor1.pairing.leak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.geor1.pairing.near.NearLooks;
import org.geor1.pairing.near.NearPairs;
import org.geor1.pairing.place.Look;
import org.geor1.pairing.place.PictureColumns;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;

/**
 * What two splits have in common: an id, a place nearer than places may be, a picture, or pictures that look the same. Places
 * {@link Split#BETWEEN} splits do not count.
 */
public final class SplitLeaks {

    /** More pairs say nothing new, and a dataset of one picture has no end of them. */
    private static final long ENOUGH = 10_000;

    private static final String BY_PLACE =
            "Keep one of the two, or let splits be made by place instead of those in the dataset";

    private final PlaceTable table;

    private SplitLeaks(PlaceTable table) {
        this.table = table;
    }

    /**
     * @param metres places nearer than that count as one
     * @param lookBits pictures look the same if their hashes differ in so many bits or fewer
     */
    public static List<Leak> find(PlaceTable table, double metres, int lookBits) {
        SplitLeaks leaks = new SplitLeaks(table);
        List<Leak> found = new ArrayList<>();
        leaks.ids().ifPresent(found::add);
        leaks.near(metres).ifPresent(found::add);
        leaks.same("tile", table.tiles()).ifPresent(found::add);
        leaks.same("panorama", table.panoramas()).ifPresent(found::add);
        leaks.alike("tiles", table.tiles(), lookBits).ifPresent(found::add);
        leaks.alike("panoramas", table.panoramas(), lookBits).ifPresent(found::add);
        return found;
    }

    private Optional<Leak> ids() {
        Found found = new Found("same place id in two splits", "Give each place one id and one split");
        // The table is in the order of ids.
        for (int place = 1; place < table.size(); place++) {
            if (differ(place - 1, place) && table.id(place - 1).equals(table.id(place))) {
                found.add(pair(place - 1, place));
            }
        }
        return found.leak();
    }

    private Optional<Leak> near(double metres) {
        Found found = new Found("places of two splits nearer than %.0f m".formatted(metres), BY_PLACE);
        NearPairs.acrossSplits(
                table, metres, (one, other, apart) -> found.add(pair(one, other) + ", %.0f m".formatted(apart)));
        return found.leak();
    }

    private Optional<Leak> same(String name, PictureColumns pictures) {
        Found found = new Found("same " + name + " in two splits", BY_PLACE);
        int[] sorted = sorted(pictures, pictures::content);
        int first = 0;
        for (int i = 1; i < sorted.length; i++) {
            if (pictures.content(sorted[i]) != pictures.content(sorted[first])) {
                first = i;
            } else if (differ(sorted[first], sorted[i])) {
                found.add(pair(sorted[first], sorted[i]) + ", sha256 " + pictures.sha256(sorted[i]));
            }
        }
        return found.leak();
    }

    private Optional<Leak> alike(String name, PictureColumns pictures, int bits) {
        Found found = new Found(
                name + " that look the same in two splits",
                BY_PLACE + ". If they show different places, lower the number of bits by which perceptual hashes of "
                        + "pictures that look the same may differ, now " + bits);
        int[] sorted = byLook(pictures);
        long[] looks = IntStream.of(sorted)
                .mapToLong(place -> pictures.look(place).coarse())
                .toArray();
        int[] starts = IntStream.range(0, looks.length)
                .filter(i -> i == 0 || looks[i] != looks[i - 1])
                .toArray();
        for (int start : starts) {
            for (int i = start; i < looks.length && looks[i] == looks[start]; i++) {
                for (int j = i + 1; j < looks.length && looks[j] == looks[start]; j++) {
                    add(found, pictures, sorted[i], sorted[j], bits);
                }
            }
        }
        long[] distinct = IntStream.of(starts).mapToLong(i -> looks[i]).toArray();
        new NearLooks(distinct, bits).pairs((one, other) -> {
            for (int i = starts[one]; i < looks.length && looks[i] == distinct[one]; i++) {
                for (int j = starts[other]; j < looks.length && looks[j] == distinct[other]; j++) {
                    add(found, pictures, sorted[i], sorted[j], bits);
                }
            }
            return found.count() < ENOUGH;
        });
        return found.leak();
    }

    /** One place for each file and split, in the order of looks, without files that show nothing. */
    private int[] byLook(PictureColumns pictures) {
        int[] byFile = sorted(pictures, pictures::content);
        return IntStream.range(0, byFile.length)
                .filter(i -> i == 0
                        || pictures.content(byFile[i]) != pictures.content(byFile[i - 1])
                        || differ(byFile[i], byFile[i - 1]))
                .map(i -> byFile[i])
                .filter(place -> !pictures.look(place).equals(Look.NONE))
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(
                                place -> pictures.look(place).coarse())
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The same file is reported as such. */
    private void add(Found found, PictureColumns pictures, int one, int other, int bits) {
        if (found.count() < ENOUGH
                && differ(one, other)
                && pictures.content(one) != pictures.content(other)
                && pictures.look(one).isNear(pictures.look(other), bits)) {
            int bitsApart = Long.bitCount(
                    pictures.look(one).coarse() ^ pictures.look(other).coarse());
            found.add(pair(one, other) + ", %d bits".formatted(bitsApart));
        }
    }

    private int[] sorted(PictureColumns pictures, IntToLongFunction key) {
        return IntStream.range(0, table.size())
                .filter(place -> pictures.has(place) && table.split(place) != Split.BETWEEN)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(key::applyAsLong)
                        .thenComparing(table::split)
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private boolean differ(int one, int other) {
        return table.split(one) != table.split(other)
                && table.split(one) != Split.BETWEEN
                && table.split(other) != Split.BETWEEN;
    }

    private String pair(int one, int other) {
        return named(Math.min(one, other)) + " and " + named(Math.max(one, other));
    }

    private String named(int place) {
        return table.id(place) + " (" + table.split(place).title() + ")";
    }
}
