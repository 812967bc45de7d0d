package org.geor1.gazetteer.answer;

import org.geor1.gazetteer.Position;
import org.jspecify.annotations.Nullable;

/**
 * A place as a model gives it. Its names are the model's own and may be unknown to a gazetteer.
 *
 * @param format how it was written; if it is {@link Format#UNPARSED}, everything else is null
 * @param position where it is, if the model gave coordinates
 * @param region state or province
 */
public record PlaceAnswer(
        Format format,
        @Nullable Position position,
        @Nullable String city,
        @Nullable String region,
        @Nullable String country) {

    /** The forms that a model's answer to "where was this taken?" may have. */
    public enum Format {
        /** An object with {@code lat} and {@code lon}, or {@code latitude} and {@code longitude}, or {@code city}, {@code country}. */
        JSON("json"),
        /** The nested object that IMAGEO-Bench asks for, with {@code reverse_geocoding}. */
        IMAGEO("imageo"),
        /** Lines such as {@code country: Portugal}, as GLOBE's models write them. */
        LABELS("labels"),
        /** A pair of coordinates, among words or not. */
        COORDINATES("coordinates"),
        /** A name and nothing else, such as {@code Lisbon, Portugal}. */
        NAME("name"),
        /** Sentences, of which one concludes with a place. */
        PROSE("prose"),
        /** None of these, or one that contradicts itself. */
        UNPARSED("unparsed");

        private final String key;

        Format(String key) {
            this.key = key;
        }

        /** Its name in JSON. */
        public String key() {
            return key;
        }
    }

    static PlaceAnswer unparsed() {
        return new PlaceAnswer(Format.UNPARSED, null, null, null, null);
    }

    static PlaceAnswer named(Format format, @Nullable String city, @Nullable String region, @Nullable String country) {
        return new PlaceAnswer(format, null, city, region, country);
    }

    public boolean isParsed() {
        return format != Format.UNPARSED;
    }
}
