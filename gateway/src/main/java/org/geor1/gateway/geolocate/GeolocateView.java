package org.geor1.gateway.geolocate;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Where a photo was taken, as the model sees it. Errors have not been measured, so no confidence is given.
 *
 * @param planet planet of the answer, by the model's prompt style: {@code earth}, or {@code mini-earth}, a fictional one
 * @param predictions best first; empty when the answer gives no position on that planet
 * @param reasoning what the model wrote before its answer
 * @param answer the model's own answer; its whole text if no part of it is one
 * @param format the form in which a place was read from the answer; {@code unparsed} if none was; null for a match
 * @param match which candidate it is; null unless candidates were given
 */
@JsonNaming(SnakeCaseStrategy.class)
record GeolocateView(
        String id,
        String model,
        String planet,
        List<Prediction> predictions,
        String reasoning,
        String answer,

        @Schema(allowableValues = {"json", "imageo", "labels", "coordinates", "name", "prose", "unparsed"}) @Nullable
        String format,

        @Nullable Match match,
        Exif exif) {

    /**
     * @param lat degrees north: what the model gave, or else the centre of the city that it named
     * @param lon degrees east
     */
    record Prediction(int rank, double lat, double lon, PlaceName place) {}

    /**
     * @param choice letter of the likeliest candidate, A for the first
     * @param probs the model's probability of each letter as its next token; they sum to 1. Not calibrated
     */
    record Match(String choice, Map<String, Double> probs) {}

    /**
     * @param city null where no city is near
     * @param country null at sea
     * @param countryCode ISO 3166-1; null on a planet without such codes
     * @param namedBy {@code name}: the model named this city; {@code largest_of_name}: of several cities with the name that
     *     it gave, this has most inhabitants; {@code nearest_city}: it gave a position, and this city is near; {@code
     *     outline}: only the country around the position is known; {@code position}: nothing is there
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record PlaceName(
            @Nullable String city,
            @Nullable String country,
            @Nullable String countryCode,

            @Schema(allowableValues = {"name", "largest_of_name", "nearest_city", "outline", "position"})
            String namedBy) {}

    /** @param used always false: a position in the photo is neither read nor forwarded */
    @JsonNaming(SnakeCaseStrategy.class)
    record Exif(boolean hadGps, boolean used) {}
}
