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

    /**
     * The model's reasoning, then one line a place, with the planet it is on, which may be a made-up one. Without a place a
     * line says whether there was an answer.
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        json.path("reasoning").asString("").lines().forEach(line -> lines.add("  " + line));
        for (JsonNode prediction : json.path("predictions")) {
            JsonNode place = prediction.path("place");
            lines.add(String.format(
                    Locale.ROOT,
                    "%d. %s, %s (%.4f, %.4f), on the planet %s",
                    prediction.path("rank").asInt(lines.size()),
                    place.path("city").asString("unknown city"),
                    place.path("country").asString(place.path("country_code").asString("unknown country")),
                    prediction.path("lat").asDouble(Double.NaN),
                    prediction.path("lon").asDouble(Double.NaN),
                    json.path("planet").asString("unknown")));
        }
        if (json.path("predictions").isEmpty()) {
            lines.add(withoutPlace(json.path("answer"), json.path("planet").asString("unknown")));
        }
        return lines;
    }

    private static String withoutPlace(JsonNode answer, String planet) {
        return answer.isString()
                ? "The answer '%s' names no known city of the planet %s.".formatted(answer.stringValue(), planet)
                : "No answer could be read: the model wrote none between <answer> and </answer>.";
    }
}
