package org.geor1.gateway.geolocate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.geor1.gateway.sources.ReadPlace;
import org.geor1.geo.cluster.PositionCluster;
import org.geor1.geo.geodesy.GeoPoint;
import org.jspecify.annotations.Nullable;

/**
 * The places that several answers name, most often named first.
 *
 * @param predictions at most as many as asked for
 * @param ranks for each answer the rank of its prediction; null for one that is in none
 * @param best number of the answer that the first prediction shows; 0 if there is no prediction
 */
record Ranking(List<GeolocateView.Prediction> predictions, List<@Nullable Integer> ranks, int best) {

    private static final double METRES_PER_KM = 1_000;

    static Ranking of(List<ReadPlace> answers, int topK) {
        List<Integer> placed = IntStream.range(0, answers.size())
                .filter(index -> answers.get(index).found() != null)
                .boxed()
                .toList();
        List<ReadPlace.Found> found = placed.stream()
                .map(index -> Objects.requireNonNull(answers.get(index).found()))
                .toList();
        List<GeoPoint> positions = found.stream().map(ReadPlace.Found::position).toList();
        List<PositionCluster> clusters =
                PositionCluster.of(positions).stream().limit(topK).toList();
        List<@Nullable Integer> ranks = new ArrayList<>(Collections.nCopies(answers.size(), null));
        List<GeolocateView.Prediction> predictions = new ArrayList<>();
        for (PositionCluster cluster : clusters) {
            int rank = predictions.size() + 1;
            cluster.members().forEach(member -> ranks.set(placed.get(member), rank));
            predictions.add(prediction(rank, found.get(cluster.medoid()), cluster, answers.size()));
        }
        return new Ranking(
                predictions,
                ranks,
                clusters.isEmpty() ? 0 : placed.get(clusters.get(0).medoid()));
    }

    /** Of a single answer there is no share: that all of one say the same means nothing. */
    private static GeolocateView.Prediction prediction(
            int rank, ReadPlace.Found place, PositionCluster cluster, int answers) {
        return new GeolocateView.Prediction(
                rank,
                place.position().latitude(),
                place.position().longitude(),
                answers == 1 ? null : (double) cluster.members().size() / answers,
                answers == 1 ? null : cluster.spreadMetres() / METRES_PER_KM,
                new GeolocateView.PlaceName(place.city(), place.country(), place.countryCode(), place.namedBy()));
    }
}
