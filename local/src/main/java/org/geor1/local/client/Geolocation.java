package org.geor1.local.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * An answer of {@code /v1/geolocate}, for people.
 *
 * @param json the whole answer
 */
public record Geolocation(JsonNode json) {

    /** The model's reasoning, then one line a place, with the planet it is on, which may be a made-up one. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        json.path("reasoning").asString("").lines().forEach(line -> lines.add("  " + line));
        for (JsonNode prediction : json.path("predictions")) {
            JsonNode place = prediction.path("place");
            lines.add(String.format(
                    Locale.ROOT,
                    "%d. %s, %s (%.4f, %.4f), on the planet %s%s",
                    prediction.path("rank").asInt(lines.size()),
                    place.path("city").asString("unknown city"),
                    place.path("country").asString(place.path("country_code").asString("unknown country")),
                    prediction.path("lat").asDouble(Double.NaN),
                    prediction.path("lon").asDouble(Double.NaN),
                    json.path("planet").asString("unknown"),
                    certainty(prediction)));
        }
        if (json.path("predictions").isEmpty()) {
            lines.add("No place of the planet %s was read from the answer: %s"
                    .formatted(
                            json.path("planet").asString("unknown"),
                            json.path("answer").asString("none")));
        }
        return lines;
    }

    private static String certainty(JsonNode prediction) {
        return prediction.path("confidence").isNumber()
                ? String.format(
                        Locale.ROOT,
                        "; within 25 km with probability %.2f, within %.0f km with 0.9",
                        prediction.path("confidence").asDouble(),
                        prediction.path("radius_km").asDouble())
                : "";
    }
}
