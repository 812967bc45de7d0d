package org.geor1.reward.component;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.geor1.geo.answer.AnswerPosition;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.geodesy.GeoScore;

/**
 * GeoGuessr's score of the position that a completion answers with, scaled to [0, 1]: {@code exp(−d / 1492.7 km)}, where d
 * is the length of the geodesic to the true position. An answer without a position, or with one outside the ranges of
 * latitude and longitude, scores 0.
 */
final class GeoDistanceReward implements Reward {

    private final boolean tolerant;

    /** @param tolerant whether other words may stand around the position */
    GeoDistanceReward(boolean tolerant) {
        this.tolerant = tolerant;
    }

    @Override
    public String name() {
        return "geo_distance";
    }

    @Override
    public double score(RewardInput input) {
        GeoPoint truth = new GeoPoint(
                Objects.requireNonNull(input.truth().lat()),
                Objects.requireNonNull(input.truth().lon()));
        return AnswerPosition.read(input.completion(), tolerant)
                .flatMap(AnswerPosition::point)
                .map(point -> GeoScore.of(point.distanceMetres(truth)))
                .orElse(0.0);
    }

    @Override
    public double min() {
        return 0;
    }

    @Override
    public double max() {
        return 1;
    }

    @Override
    public Optional<String> parsed(RewardInput input) {
        return AnswerPosition.read(input.completion(), tolerant).map(GeoDistanceReward::words);
    }

    private static String words(AnswerPosition position) {
        String words = String.format(Locale.ROOT, "%s, %s", position.latitude(), position.longitude());
        return position.point().isPresent() ? words : words + " (out of range)";
    }
}
