package org.geor1.pairing.near;

import com.google.common.geometry.S1Angle;
import com.google.common.geometry.S2Cap;
import com.google.common.geometry.S2CellId;
import com.google.common.geometry.S2LatLng;
import com.google.common.geometry.S2RegionCoverer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.pairing.place.Places;

/**
 * Places in the order of their S2 cells, 12 bytes each. A disc on the globe is a few parts of that list, so that a place in it
 * can be drawn without looking at the others, and neither the date line nor the poles are special. Safe for threads.
 */
public final class CellIndex {

    /** A geodesic on the ellipsoid differs from one on the sphere by at most 0.56 %. */
    private static final double ELLIPSOID = 1.006;

    private static final double SLACK_METRES = 1;
    private static final S2RegionCoverer COVERER =
            S2RegionCoverer.builder().setMaxCells(12).build();

    private final Places table;
    /** Ids of leaf cells; unsigned ones, of which the first bit is turned. */
    private final long[] cells;

    private final int[] places;

    private CellIndex(Places table, long[] cells, int[] places) {
        this.table = table;
        this.cells = cells;
        this.places = places;
    }

    /** @param members numbers of places */
    public static CellIndex of(Places table, int[] members) {
        record Entry(long cell, int place) {}
        List<Entry> entries = new ArrayList<>(members.length);
        for (int place : members) {
            entries.add(new Entry(order(S2CellId.fromLatLng(latLng(table.point(place)))), place));
        }
        entries.sort(Comparator.comparingLong(Entry::cell).thenComparingInt(Entry::place));
        return new CellIndex(
                table,
                entries.stream().mapToLong(Entry::cell).toArray(),
                entries.stream().mapToInt(Entry::place).toArray());
    }

    /** All places that are so near to one, itself too, and some that are not. */
    public Ranges around(int place, double metres) {
        double angle = (metres * ELLIPSOID + SLACK_METRES) / GeoPoint.EARTH_RADIUS_METRES;
        S2Cap disc =
                S2Cap.fromAxisAngle(latLng(table.point(place)).toPoint(), S1Angle.radians(Math.min(angle, Math.PI)));
        ArrayList<S2CellId> covering = new ArrayList<>();
        COVERER.getCovering(disc, covering);
        int[] bounds = new int[2 * covering.size()];
        int used = 0;
        for (S2CellId cell : covering) {
            int from = firstAtLeast(order(cell.rangeMin()));
            int to = firstAtLeast(order(cell.rangeMax()) + 1);
            if (from < to) {
                bounds[used++] = from;
                bounds[used++] = to;
            }
        }
        return new Ranges(places, Arrays.copyOf(bounds, used));
    }

    private int firstAtLeast(long cell) {
        int low = 0;
        int high = cells.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cells[middle] < cell) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static long order(S2CellId cell) {
        return cell.id() ^ Long.MIN_VALUE;
    }

    private static S2LatLng latLng(GeoPoint point) {
        return S2LatLng.fromDegrees(point.latitude(), point.longitude());
    }
}
