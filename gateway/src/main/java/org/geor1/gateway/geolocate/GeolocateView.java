package org.geor1.gateway.geolocate;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Where a photo was taken, as the model sees it. Confidence and radius are given if an evaluation has measured the errors of
 * this model with this number of answers.
 *
 * @param planet planet of the answer, by the model's prompt style: {@code earth}, or {@code mini-earth}, a fictional one
 * @param predictions best first; empty when the answer gives no position on that planet
 * @param reasoning what the model wrote before its answer; of several answers, before that which the first prediction shows
 * @param answer the model's own answer; its whole text if no part of it is one
 * @param format the form in which a place was read from the answer; {@code unparsed} if none was; null for a match
 * @param samples all answers in the order in which they were drawn; empty for a match
 * @param calibrated whether an evaluation has measured how often a place with a certain share is right
 * @param calibration that evaluation; null if there is none
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
        @Nullable CalibrationRun calibration,
        @Nullable Match match,
        Exif exif) {

    /**
     * @param lat degrees north: what the model gave, or else the centre of the city that it named
     * @param lon degrees east
     * @param share how many of all answers are of this place, in (0, 1]; null if there is one answer
     * @param spreadKm nine tenths of this place's answers are no farther from this one; null if there is one answer
     * @param confidence probability that the photo was taken within 25 km of this place; null unless the model is calibrated
     *     and this is the first prediction
     * @param radiusKm in nine of ten cases the photo was taken no farther away than this; null likewise
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Prediction(
            int rank,
            double lat,
            double lon,
            @Nullable Double share,
            @Nullable Double spreadKm,
            @Nullable Double confidence,
            @Nullable Double radiusKm,
            PlaceName place) {}

    /**
     * The evaluation that confidence and radius follow from.
     *
     * @param evaluation id of its run
     * @param dataset whose pictures it asked about; other pictures may be easier or harder
     * @param n answers to each picture
     * @param items pictures with a prediction, of which one half was fitted and the other one measured
     * @param ece expected calibration error of the confidence, from 0 to 1
     * @param coverage share of the measured pictures that were taken within the radius
     */
    record CalibrationRun(String evaluation, String dataset, int n, int items, double ece, double coverage) {}

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
