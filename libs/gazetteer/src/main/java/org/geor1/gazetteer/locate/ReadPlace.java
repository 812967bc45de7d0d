package org.geor1.gazetteer.locate;

import org.geor1.gazetteer.answer.PlaceAnswer;
import org.geor1.geo.geodesy.GeoPoint;
import org.jspecify.annotations.Nullable;

/**
 * What was read from a completion.
 *
 * @param format the form that the answer has; {@link #UNPARSED} if no place was read
 * @param found null if the names that were read are no position on this planet
 */
public record ReadPlace(String format, @Nullable Found found) {

    static final String UNPARSED = PlaceAnswer.Format.UNPARSED.key();

    /**
     * @param city null where no city is near
     * @param country null at sea
     * @param countryCode ISO 3166-1; null where there is no such code
     * @param namedBy how the names were found
     */
    public record Found(
            GeoPoint position,
            @Nullable String city,
            @Nullable String country,
            @Nullable String countryCode,
            String namedBy) {}
}
