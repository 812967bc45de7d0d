package org.geor1.pairing.split;

import com.google.common.geometry.S2CellId;
import com.google.common.geometry.S2LatLng;
import com.google.common.geometry.S2Projections;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.near.NearPairs;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;

/**
 * Splits by S2 cells: cells in an order that follows from the seed go, one by one, to the split that lacks most of its share.
 * Then a place that is near one of another split is left out: of train rather than of dev, of dev rather than of test.
 */
public final class MadeSplits {

    private static final long SALT = 0x5EED5;
    private static final List<Split> SPLITS = List.of(Split.TRAIN, Split.DEV, Split.TEST);

    private MadeSplits() {}

    /**
     * The same places in new splits. No two places of different splits are nearer than {@code gapMetres}.
     *
     * @param cellMetres about the edge of a cell
     */
    public static PlaceTable of(PlaceTable table, SplitShares shares, double cellMetres, double gapMetres, long seed) {
        int level = S2Projections.PROJ.avgEdge.getClosestLevel(cellMetres / GeoPoint.EARTH_RADIUS_METRES);
        Map<Long, Integer> sizes = new TreeMap<>();
        long[] cells = new long[table.size()];
        for (int place = 0; place < cells.length; place++) {
            GeoPoint point = table.point(place);
            cells[place] = S2CellId.fromLatLng(S2LatLng.fromDegrees(point.latitude(), point.longitude()))
                    .parent(level)
                    .id();
            sizes.merge(cells[place], 1, Integer::sum);
        }
        Map<Long, Split> splitOf = assign(sizes, shares, seed);
        Split[] splits = Arrays.stream(cells).mapToObj(splitOf::get).toArray(Split[]::new);
        PlaceTable made = table.withSplits(splits);
        NearPairs.acrossSplits(made, gapMetres, (one, other, metres) -> {
            Split first = made.split(one);
            Split second = made.split(other);
            splits[first.compareTo(second) < 0 ? one : other] = Split.BETWEEN;
        });
        return made.withSplits(splits);
    }

    private static Map<Long, Split> assign(Map<Long, Integer> sizes, SplitShares shares, long seed) {
        List<Long> order = sizes.keySet().stream()
                .sorted(Comparator.comparingLong((Long cell) -> SeedStream.hash(seed, SALT, cell))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        long places = sizes.values().stream().mapToLong(Integer::longValue).sum();
        double[] lacking =
                SPLITS.stream().mapToDouble(split -> shares.of(split) * places).toArray();
        Map<Long, Split> assigned = new TreeMap<>();
        for (long cell : order) {
            int most = 0;
            for (int i = 1; i < lacking.length; i++) {
                most = lacking[i] > lacking[most] ? i : most;
            }
            lacking[most] -= sizes.getOrDefault(cell, 0);
            assigned.put(cell, SPLITS.get(most));
        }
        return assigned;
    }
}
