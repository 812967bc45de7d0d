package org.geor1.gateway.geolocate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Where a photo was taken, as the model sees it. Errors have not been measured, so no confidence is given.
 *
 * @param planet planet of the answer, by the model's prompt style: {@code earth}, or {@code mini-earth}, a fictional one
 * @param predictions best first; empty when the model named no city of that planet
 * @param reasoning what the model wrote before its answer
 * @param answer the model's own answer, whether or not it is a known city
 * @param match which candidate it is; null unless candidates were given
 */
@JsonNaming(SnakeCaseStrategy.class)
record GeolocateView(
        String id,
        String model,
        String planet,
        List<Prediction> predictions,
        String reasoning,
        @Nullable String answer,
        @Nullable Match match,
        Exif exif) {

    /**
     * @param lat of the city's centre on its planet
     * @param lon of the city's centre on its planet
     */
    record Prediction(int rank, double lat, double lon, PlaceName place) {}

    /**
     * @param choice letter of the likeliest candidate, A for the first
     * @param probs the model's probability of each letter as its next token; they sum to 1. Not calibrated
     */
    record Match(String choice, Map<String, Double> probs) {}

    record PlaceName(String city, String country) {}

    /** @param used always false: a position in the photo is neither read nor forwarded */
    @JsonNaming(SnakeCaseStrategy.class)
    record Exif(boolean hadGps, boolean used) {}
}
