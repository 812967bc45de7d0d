package org.geor1.geo.cluster;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.geor1.geo.geodesy.GeoPoint;
import org.hipparchus.clustering.Cluster;
import org.hipparchus.clustering.DBSCANClusterer;

/**
 * Positions that lie together, such as those of several answers to one question.
 *
 * @param members their places in the list that was clustered, in ascending order
 * @param medoid the place in that list of the member with the least sum of distances to the others, the first of several
 * @param spreadMetres at least nine tenths of the members, itself among them, are no farther from the medoid
 */
public record PositionCluster(List<Integer> members, int medoid, double spreadMetres) {

    /** Two positions this near to each other are of one cluster. Benchmarks of geolocation count them as the same city. */
    public static final double NEAR_METRES = 25_000;

    private static final double COVERED = 0.9;

    public PositionCluster {
        members = List.copyOf(members);
    }

    /**
     * The clusters of some positions, the one with most members first, and of equal ones that with the earliest member.
     * Every position is in one of them. A chain of near positions is a single cluster, as cities that have grown together
     * are; its spread shows how long it is. Takes time quadratic in the number of positions.
     */
    public static List<PositionCluster> of(List<GeoPoint> positions) {
        // Without a least number of neighbours a position apart is no noise, and the order of positions does not
        // matter.
        DBSCANClusterer<Indexed> clusterer =
                new DBSCANClusterer<>(NEAR_METRES, 0, (one, other) -> point(one).distanceMetres(point(other)));
        List<Indexed> indexed = IntStream.range(0, positions.size())
                .mapToObj(index -> new Indexed(index, positions.get(index)))
                .toList();
        return clusterer.cluster(indexed).stream()
                .map(Cluster::getPoints)
                .map(points -> points.stream().map(Indexed::index).sorted().toList())
                .map(members -> of(members, positions))
                .sorted(Comparator.comparing((PositionCluster cluster) -> -cluster.members.size())
                        .thenComparing(cluster -> cluster.members.get(0)))
                .toList();
    }

    /** A medoid is a position that was really answered: a mean may lie at sea, and has no place's name. */
    private static PositionCluster of(List<Integer> members, List<GeoPoint> positions) {
        Map<Integer, double[]> distances = new HashMap<>();
        for (int member : members) {
            distances.put(
                    member,
                    members.stream()
                            .mapToDouble(other -> positions.get(member).distanceMetres(positions.get(other)))
                            .sorted()
                            .toArray());
        }
        int medoid = members.stream()
                .min(Comparator.comparingDouble(member -> Arrays.stream(distances.getOrDefault(member, new double[0]))
                        .sum()))
                .orElseThrow();
        int covered = (int) Math.ceil(COVERED * members.size());
        return new PositionCluster(members, medoid, distances.getOrDefault(medoid, new double[0])[covered - 1]);
    }

    private static GeoPoint point(double[] coordinates) {
        return new GeoPoint(coordinates[0], coordinates[1]);
    }
}
