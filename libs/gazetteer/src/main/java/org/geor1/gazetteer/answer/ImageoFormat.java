package org.geor1.gazetteer.answer;

import java.util.Optional;
import org.geor1.gazetteer.answer.PlaceAnswer.Format;
import tools.jackson.databind.JsonNode;

/**
 * The answer that IMAGEO-Bench asks for: {@code {"image_information": …, "reasoning": …, "reverse_geocoding": {"confidence":
 * "0.8", "address": {"street", "city", "state", "country"}, "coordinates": {"latitude", "longitude"}}}}, all of them texts.
 * The confidence that the model states is not read: how often it is right is not known.
 */
final class ImageoFormat extends JsonFormat {

    @Override
    Optional<PlaceAnswer> place(JsonNode object) {
        JsonNode found = object.path("reverse_geocoding");
        if (!found.isObject()) {
            return Optional.empty();
        }
        JsonNode address = found.path("address");
        JsonNode coordinates = found.path("coordinates");
        return Optional.of(answer(
                Format.IMAGEO,
                coordinates.path("latitude"),
                coordinates.path("longitude"),
                name(address.path("city")),
                name(address.path("state")),
                name(address.path("country"))));
    }

    @Override
    boolean takesBroken() {
        return false;
    }
}
