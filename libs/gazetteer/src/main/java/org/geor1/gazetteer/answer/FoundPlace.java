package org.geor1.gazetteer.answer;

import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Position;
import org.jspecify.annotations.Nullable;

/**
 * Where on the Earth an answer is.
 *
 * @param position the answer's own; the city's if it gave none
 * @param city null where no city is near the answer's position
 * @param country null at sea
 */
public record FoundPlace(
        Position position, @Nullable City city, @Nullable Country country, By by) {

    /** How the names were found. */
    public enum By {
        /** The answer names the city, and it is the only one, or the one at the answer's position. */
        NAME("name"),
        /** The answer names the city, and of several it is the one with most inhabitants. */
        LARGEST_OF_NAME("largest_of_name"),
        /** The answer has a position, and this is the nearest city. */
        NEAREST_CITY("nearest_city"),
        /** The answer has a position in this country, far from any city. */
        OUTLINE("outline"),
        /** The answer has a position, where no country is. */
        POSITION("position");

        private final String key;

        By(String key) {
            this.key = key;
        }

        /** Its name in JSON. */
        public String key() {
            return key;
        }
    }
}
