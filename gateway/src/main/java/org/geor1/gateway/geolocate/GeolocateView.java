package org.geor1.gateway.geolocate;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Where a photo was taken, as the model sees it. Errors have not been measured, so no confidence and no
 * radius are given.
 *
 * @param planet planet of the answer, by the model's prompt style: {@code earth}, or {@code mini-earth}, a fictional one
 * @param predictions best first; empty when the answer gives no position on that planet
 * @param reasoning what the model wrote before its answer; of several answers, before that which the first prediction shows
 * @param answer the model's own answer; its whole text if no part of it is one
 * @param format the form in which a place was read from the answer; {@code unparsed} if none was; null for a match
 * @param samples all answers in the order in which they were drawn; empty for a match
 * @param calibrated always false: how often a place with a certain share is right has not been measured
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

        List<DrawnAnswer> samples,
        boolean calibrated,
        @Nullable Match match,
        Exif exif) {

    /**
     * @param lat degrees north: what the model gave, or else the centre of the city that it named
     * @param lon degrees east
     * @param share how many of all answers are of this place, in (0, 1]; null if there is one answer
     * @param spreadKm nine tenths of this place's answers are no farther from this one; null if there is one answer
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Prediction(
            int rank,
            double lat,
            double lon,
            @Nullable Double share,
            @Nullable Double spreadKm,
            PlaceName place) {}

    /**
     * @param answer the model's own answer; its whole text if no part of it is one
     * @param format the form in which a place was read from it; {@code unparsed} if none was
     * @param rank of the prediction that it is counted in; null if it is in none
     */
    record DrawnAnswer(
            String answer, String format, @Nullable Integer rank) {}

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
