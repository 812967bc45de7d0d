package org.geor1.trainer.eval;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.geor1.geo.calibration.Calibration;
import org.geor1.geo.calibration.ConformalRadius;
import org.geor1.geo.calibration.Reliability;
import org.geor1.geo.calibration.SplitCalibration;
import org.geor1.geo.geodesy.GeoScore;
import org.geor1.jobs.calibration.LocatedItem;
import org.geor1.protocol.run.Eval;
import org.geor1.protocol.run.EvalTask;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The figures of an evaluation of geolocation.
 *
 * @param answers to each picture
 * @param items pictures that were asked about
 * @param unanswered share of pictures without an answer that has a position
 * @param medianKm of the distances of first predictions from the truth; null without any
 * @param accuracyWithinKm share of all pictures whose first prediction is no farther from the truth, by kilometres
 * @param geoScore mean of GeoGuessr's score over all pictures, 0 to 5000; 0 for those that are unanswered
 * @param meanLength mean length of answers in tokens
 * @param longest tokens of the longest answer
 * @param cutShort answers that the length limit ended
 */
@JsonNaming(SnakeCaseStrategy.class)
record GeolocationResult(
        EvalTask task,
        String promptStyle,
        int answers,
        int items,
        double unanswered,
        @Nullable Double medianKm,
        Map<Integer, EvalResult.Share> accuracyWithinKm,
        double geoScore,
        double meanLength,
        int longest,
        long cutShort,
        boolean blankImages,
        Calibrated calibration) {

    /** The distances that benchmarks of geolocation count: street, city, region, country, continent. */
    private static final int[] WITHIN_KM = {1, 25, 200, 750, 2500};

    private static final double METRES_PER_KM = 1_000;

    /** The radius of predictions that more than half of the answers agree on, and that of others. */
    record Radius(double agreed, double divided) {

        static Radius of(ConformalRadius radius) {
            return new Radius(radius.agreedKm(), radius.dividedKm());
        }
    }

    /**
     * What became of the calibration.
     *
     * @param reason why the model is not calibrated by this evaluation; null if it is
     * @param fitted first predictions that it was fitted on
     * @param measured others, of which all the figures are
     * @param ece expected calibration error of the confidence, in {@value Reliability#BINS} bins
     * @param eceOfShares the same if the shares themselves were the confidence
     * @param coverage share of predictions with the truth within their radius, which nine tenths of them should have
     * @param radiusKm of the two kinds of predictions
     * @param bins of the confidence's reliability diagram
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Calibrated(
            boolean calibrated,
            @Nullable String reason,
            int fitted,
            int measured,
            @Nullable Double ece,
            @Nullable Double eceOfShares,
            @Nullable Double coverage,
            @Nullable Radius radiusKm,
            List<Reliability.Bin> bins) {

        static Calibrated of(SplitCalibration found) {
            return new Calibrated(
                    true,
                    null,
                    found.fitted(),
                    found.measured(),
                    found.reliability().expectedCalibrationError(),
                    found.shares().expectedCalibrationError(),
                    found.coverage(),
                    Radius.of(found.calibration().radius()),
                    found.reliability().bins());
        }

        static Calibrated none(String reason) {
            return new Calibrated(false, reason, 0, 0, null, null, null, null, List.of());
        }
    }

    /**
     * Distances of first predictions from the truth.
     *
     * @param km in ascending order
     * @param items pictures, those without a prediction among them
     */
    record Distances(List<Double> km, int items) {

        static Distances of(Collection<LocatedItem> items) {
            return new Distances(
                    items.stream()
                            .map(LocatedItem::prediction)
                            .flatMap(Stream::ofNullable)
                            .map(LocatedItem.First::distanceKm)
                            .sorted()
                            .toList(),
                    items.size());
        }

        EvalResult.Share within(double limitKm) {
            return EvalResult.Share.of(
                    km.stream().filter(distance -> distance <= limitKm).count(), items);
        }

        double geoScore() {
            double sum = km.stream()
                    .mapToDouble(distance -> GeoScore.POINTS * GeoScore.of(distance * METRES_PER_KM))
                    .sum();
            return sum / Math.max(1, items);
        }

        @Nullable
        Double median() {
            int middle = km.size() / 2;
            if (km.isEmpty()) {
                return null;
            }
            return km.size() % 2 == 1 ? km.get(middle) : (Double) ((km.get(middle - 1) + km.get(middle)) / 2);
        }
    }

    static GeolocationResult of(
            Eval eval, String promptStyle, Collection<LocatedItem> items, Optional<SplitCalibration> calibration) {
        Distances distances = Distances.of(items);
        Map<Integer, EvalResult.Share> within = new LinkedHashMap<>();
        for (int km : WITHIN_KM) {
            within.put(km, distances.within(km));
        }
        long answers = items.stream().mapToLong(LocatedItem::answers).sum();
        return new GeolocationResult(
                EvalTask.GEOLOCATION,
                promptStyle,
                eval.n(),
                items.size(),
                (items.size() - distances.km.size()) / (double) Math.max(1, items.size()),
                distances.median(),
                within,
                distances.geoScore(),
                items.stream().mapToLong(LocatedItem::tokens).sum() / (double) Math.max(1, answers),
                items.stream().mapToInt(LocatedItem::longest).max().orElse(0),
                items.stream().mapToLong(LocatedItem::cutShort).sum(),
                eval.blankImages(),
                calibration
                        .map(Calibrated::of)
                        .orElseGet(() -> Calibrated.none(reason(eval.blankImages(), distances.km.size()))));
    }

    private static String reason(boolean blankImages, int predictions) {
        return blankImages
                ? "the images were grey; leave blank_images out"
                : "%d pictures have a prediction and %d are needed, half of them to fit and half to measure; ask more questions"
                        .formatted(predictions, 2 * Calibration.LEAST);
    }
}
