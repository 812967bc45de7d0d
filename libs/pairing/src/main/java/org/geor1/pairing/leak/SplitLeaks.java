package org.geor1.pairing.leak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.geor1.pairing.near.NearLooks;
import org.geor1.pairing.near.NearPairs;
import org.geor1.pairing.place.Picture;
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
     * @param lookBits pictures whose perceptual hashes differ in so many bits or fewer look the same
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
        int[] sorted = sorted(pictures, pictures::look);
        long[] looks = IntStream.of(sorted).mapToLong(pictures::look).toArray();
        int[] starts = IntStream.range(0, looks.length)
                .filter(i -> looks[i] != Picture.NO_LOOK && (i == 0 || looks[i] != looks[i - 1]))
                .toArray();
        for (int start : starts) {
            for (int i = start + 1; i < looks.length && looks[i] == looks[start]; i++) {
                add(found, pictures, sorted[start], sorted[i]);
            }
        }
        long[] distinct = IntStream.of(starts).mapToLong(i -> looks[i]).toArray();
        new NearLooks(distinct, bits).pairs((one, other) -> {
            for (int i = starts[one]; i < looks.length && looks[i] == distinct[one]; i++) {
                for (int j = starts[other]; j < looks.length && looks[j] == distinct[other]; j++) {
                    add(found, pictures, sorted[i], sorted[j]);
                }
            }
            return found.count() < ENOUGH;
        });
        return found.leak();
    }

    /** The same file is reported as such. */
    private void add(Found found, PictureColumns pictures, int one, int other) {
        if (differ(one, other) && pictures.content(one) != pictures.content(other)) {
            int bits = Long.bitCount(pictures.look(one) ^ pictures.look(other));
            found.add(pair(one, other) + ", %d bits".formatted(bits));
        }
    }

    private int[] sorted(PictureColumns pictures, IntToLongFunction key) {
        return IntStream.range(0, table.size())
                .filter(place -> pictures.has(place) && table.split(place) != Split.BETWEEN)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(key::applyAsLong).thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private boolean differ(int one, int other) {
        return table.split(one) != table.split(other)
                && table.split(one) != Split.BETWEEN
                && table.split(other) != Split.BETWEEN;
    }

    private String pair(int one, int other) {
        return table.id(one) + " (" + table.split(one).title() + ") and " + table.id(other) + " ("
                + table.split(other).title() + ")";
    }
}
