package org.geor1.gateway.geolocate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Where a photo was taken, as the model sees it.
 *
 * @param predictions best first; empty when the model named no place that the gazetteer knows
 * @param reasoning what the model wrote before its answer
 * @param answer the model's own answer, resolved or not
 * @param match which candidate it is; null unless candidates were given
 */
@JsonNaming(SnakeCaseStrategy.class)
record GeolocateView(
        String id,
        String model,
        List<Prediction> predictions,
        String reasoning,
        @Nullable String answer,
        @Nullable Match match,
        Exif exif) {

    /**
     * @param radiusKm how far from the point the place reaches
     * @param confidence geometric mean probability of the tokens the model wrote, in (0, 1]; not calibrated
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Prediction(int rank, double lat, double lon, double radiusKm, double confidence, PlaceName place) {}

    /**
     * @param choice letter of the likeliest candidate, A for the first
     * @param probs how likely the model holds each, together 1; not calibrated
     */
    record Match(String choice, Map<String, Double> probs) {}

    record PlaceName(String city, String country) {}

    /** @param used always false: a position in the photo is neither read nor forwarded */
    @JsonNaming(SnakeCaseStrategy.class)
    record Exif(boolean hadGps, boolean used) {}
}
