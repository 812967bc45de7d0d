package org.geor1.osm.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.geo.seed.SeedStream;
import org.geor1.osm.map.Feature;
import org.geor1.osm.map.Feature.Building;
import org.geor1.osm.map.Feature.Street;
import org.geor1.osm.map.OsmMap;
import org.geor1.osm.scene.LocalPlane;
import org.geor1.osm.views.Viewpoint.Kind;

/**
 * Chooses viewpoints: junctions and points along streets in turns, in an order that follows from the seed, each at least 25
 * m from all before it and none inside a building.
 */
public final class ViewSampler {

    /** Metres between two viewpoints. */
    public static final double SPACING = 25;

    private static final double STEP = 50;

    /** A little less than 1e-7 degrees of latitude are anywhere. */
    private static final double UNIT_METRES = 0.011;

    private static final double CELL = SPACING / UNIT_METRES;
    private static final long SALT = 0x51E3;

    private final OsmMap map;
    private final Map<Long, List<Viewpoint>> taken = new HashMap<>();

    private ViewSampler(OsmMap map) {
        this.map = map;
    }

    /** At most so many viewpoints; fewer if the map has no room for more. */
    public static List<Viewpoint> sample(OsmMap map, long seed, int most) {
        return new ViewSampler(map).choose(seed, most);
    }

    private List<Viewpoint> choose(long seed, int most) {
        SeedStream random = SeedStream.of(seed, SALT);
        Candidates junctions = new Candidates(Kind.JUNCTION, junctions(), random);
        Candidates stretches = new Candidates(Kind.STRETCH, stretches(), random);
        List<Viewpoint> chosen = new ArrayList<>();
        while (chosen.size() < most && (junctions.more() || stretches.more())) {
            for (Candidates candidates : List.of(junctions, stretches)) {
                boolean found = false;
                while (!found && chosen.size() < most && candidates.more()) {
                    Viewpoint next = candidates.next();
                    found = suits(next);
                    if (found) {
                        chosen.add(next);
                        taken.computeIfAbsent(cell(next, 0, 0), key -> new ArrayList<>())
                                .add(next);
                    }
                }
            }
        }
        return chosen;
    }

    /** Points in an order of their own. */
    private static final class Candidates {
        private final Kind kind;
        private final int[] points;
        private final int[] order;
        private int next;

        Candidates(Kind kind, int[] points, SeedStream random) {
            this.kind = kind;
            this.points = points;
            this.order = random.permutation(points.length / 2);
        }

        boolean more() {
            return next < order.length;
        }

        Viewpoint next() {
            int at = order[next++];
            return new Viewpoint(kind, points[2 * at], points[2 * at + 1]);
        }
    }

    private boolean suits(Viewpoint point) {
        LocalPlane plane = new LocalPlane(point.longitude(), point.latitude());
        for (int up = -1; up <= 1; up++) {
            for (int right = -1; right <= 1; right++) {
                for (Viewpoint other : taken.getOrDefault(cell(point, right, up), List.of())) {
                    if (Math.hypot(plane.east(other.longitude()), plane.north(other.latitude())) < SPACING) {
                        return false;
                    }
                }
            }
        }
        return map.within(point.longitude(), point.latitude(), point.longitude(), point.latitude()).stream()
                .noneMatch(feature -> feature instanceof Building building && covers(building.rings(), point));
    }

    private static boolean covers(int[][] rings, Viewpoint point) {
        boolean inside = false;
        for (int[] ring : rings) {
            for (int i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
                double y = point.latitude();
                if (ring[i + 1] > y != ring[j + 1] > y) {
                    double share = (y - ring[i + 1]) / ((double) ring[j + 1] - ring[i + 1]);
                    inside ^= point.longitude() < ring[i] + share * ((double) ring[j] - ring[i]);
                }
            }
        }
        return inside;
    }

    /** Cells are at least as wide and high as the spacing; those of a row are equally wide. */
    private static long cell(Viewpoint point, int right, int up) {
        int row = (int) Math.floor(point.latitude() / CELL) + up;
        double poleward = Math.max(Math.abs(row), Math.abs(row + 1)) * CELL * 1e-7;
        double width = CELL / Math.max(0.01, Math.cos(Math.toRadians(Math.min(90, poleward))));
        long column = (long) Math.floor(point.longitude() / width) + right;
        return (long) row << 32 | column & 0xFFFFFFFFL;
    }

    private int[] junctions() {
        int[] points = new int[2 * map.junctions()];
        for (int i = 0; i < map.junctions(); i++) {
            points[2 * i] = map.junctionLongitude(i);
            points[2 * i + 1] = map.junctionLatitude(i);
        }
        return points;
    }

    /** Every 50 m of a street, from 25 m behind its start. */
    private int[] stretches() {
        int[] points = new int[1024];
        int size = 0;
        for (Feature feature : map.features()) {
            if (!(feature instanceof Street street) || !street.streetClass().viewed()) {
                continue;
            }
            int[] line = street.line();
            double ahead = STEP / 2;
            for (int i = 2; i < line.length; i += 2) {
                LocalPlane plane = new LocalPlane(line[i - 2], line[i - 1]);
                double length = Math.hypot(plane.east(line[i]), plane.north(line[i + 1]));
                for (; ahead < length; ahead += STEP) {
                    double share = ahead / length;
                    if (size == points.length) {
                        points = Arrays.copyOf(points, 2 * size);
                    }
                    points[size++] = (int) Math.round(line[i - 2] + share * ((double) line[i] - line[i - 2]));
                    points[size++] = (int) Math.round(line[i - 1] + share * ((double) line[i + 1] - line[i - 1]));
                }
                ahead -= length;
            }
        }
        return Arrays.copyOf(points, size);
    }
}
