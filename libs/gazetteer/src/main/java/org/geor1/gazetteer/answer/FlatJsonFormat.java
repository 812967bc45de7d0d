package org.geor1.gazetteer.answer;

import java.util.List;
import java.util.Optional;
import org.geor1.gazetteer.answer.PlaceAnswer.Format;
import tools.jackson.databind.JsonNode;

/** {@code {"lat": 38.7, "lon": -9.1, "city": "Lisbon", "country": "Portugal"}}, whatever else the object holds. */
final class FlatJsonFormat extends JsonFormat {

    private static final List<String> FIELDS = List.of("lat", "latitude", "lon", "lng", "longitude", "city", "country");

    @Override
    Optional<PlaceAnswer> place(JsonNode object) {
        if (FIELDS.stream().noneMatch(object::has)) {
            return Optional.empty();
        }
        String region = name(first(object, "state", "region"));
        return Optional.of(answer(
                Format.JSON,
                first(object, "lat", "latitude"),
                first(object, "lon", "lng", "longitude"),
                name(object.path("city")),
                region,
                name(object.path("country"))));
    }

    /** It is the last form with objects that is tried. */
    @Override
    boolean takesBroken() {
        return true;
    }

    private static JsonNode first(JsonNode object, String... names) {
        for (String name : names) {
            if (object.hasNonNull(name)) {
                return object.path(name);
            }
        }
        return object.path(names[0]);
    }
}
