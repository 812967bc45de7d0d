package org.geor1.gazetteer.locate;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.geor1.geo.cluster.PositionCluster;

/**
 * A place that some of several answers to one photo are of.
 *
 * @param place of the answer with the least distance to all others of this place
 * @param best number of that answer
 * @param answers numbers of all answers of this place, in ascending order
 * @param share of all answers, those without a position among them, in (0, 1]
 * @param spreadKm nine tenths of this place's answers are no farther from {@code place}
 */
public record RankedPlace(ReadPlace.Found place, int best, List<Integer> answers, double share, double spreadKm) {

    private static final double METRES_PER_KM = 1_000;

    public RankedPlace {
        answers = List.copyOf(answers);
    }

    /** The places of some answers, that with most answers first, and of equal ones that which was answered first. */
    public static List<RankedPlace> of(List<ReadPlace> answers) {
        List<Integer> placed = IntStream.range(0, answers.size())
                .filter(index -> answers.get(index).found() != null)
                .boxed()
                .toList();
        List<ReadPlace.Found> found = placed.stream()
                .map(index -> Objects.requireNonNull(answers.get(index).found()))
                .toList();
        return PositionCluster.of(found.stream().map(ReadPlace.Found::position).toList()).stream()
                .map(cluster -> new RankedPlace(
                        found.get(cluster.medoid()),
                        placed.get(cluster.medoid()),
                        cluster.members().stream().map(placed::get).toList(),
                        (double) cluster.members().size() / answers.size(),
                        cluster.spreadMetres() / METRES_PER_KM))
                .toList();
    }
}
