package org.geor1.factcheck.check;

import java.util.List;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Position;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a photo.
 *
 * @param position null if only names are known and the gazetteer does not know the city
 * @param country null if it is unknown
 * @param city its name, or empty
 */
record Truth(@Nullable Position position, @Nullable Country country, String city) {
    private static final double NEAR_METRES = 50_000;

    static Truth of(Exemplar exemplar, Gazetteer gazetteer) {
        Country country = exemplar.country().isBlank()
                ? null
                : gazetteer.country(exemplar.country()).orElse(null);
        Position position = exemplar.position();
        if (country == null && position != null && exemplar.country().isBlank()) {
            country = gazetteer.country(position, NEAR_METRES).orElse(null);
        }
        if (position == null && !exemplar.city().isBlank() && country != null) {
            position = gazetteer
                    .city(exemplar.city(), country.code(), null)
                    .map(City::position)
                    .orElse(null);
        }
        String city = exemplar.city();
        if (city.isBlank() && position != null) {
            City nearest = gazetteer.nearestCity(position);
            city = nearest.position().distanceMetres(position) <= NEAR_METRES ? nearest.name() : "";
        }
        return new Truth(position, country, city);
    }

    /** Whether the photo was taken within so many metres of one of the cities. */
    boolean isNear(List<City> cities, double metres) {
        return position != null
                && cities.stream().anyMatch(known -> known.position().distanceMetres(position) <= metres);
    }
}
