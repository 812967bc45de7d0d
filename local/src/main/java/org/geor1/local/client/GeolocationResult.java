package org.geor1.local.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The result of an evaluation of geolocation, for people.
 *
 * @param json the whole result
 */
public record GeolocationResult(JsonNode json) {

    /** How good the model is, then whether it is calibrated and how well. */
    public List<String> lines(String model) {
        JsonNode near = json.path("accuracy_within_km").path("25");
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: within 25 km %.1f %% (95 %%: %.1f to %.1f, n = %d), median %s km, GeoScore %.0f, unanswered %.1f %%",
                model,
                100 * near.path("accuracy").asDouble(),
                100 * near.path("low").asDouble(),
                100 * near.path("high").asDouble(),
                near.path("n").asLong(),
                json.path("median_km").isNumber()
                        ? String.format(
                                Locale.ROOT, "%.1f", json.path("median_km").asDouble())
                        : "-",
                json.path("geo_score").asDouble(),
                100 * json.path("unanswered").asDouble()));
        JsonNode calibration = json.path("calibration");
        if (!calibration.path("calibrated").asBoolean(false)) {
            lines.add("Not calibrated: " + calibration.path("reason").asString("no reason given"));
            return lines;
        }
        lines.add(String.format(
                Locale.ROOT,
                "Calibrated for n = %d: expected calibration error %.3f (of the shares themselves %.3f), %.0f %% within the"
                        + " radius, on %d pictures",
                json.path("answers").asInt(),
                calibration.path("ece").asDouble(),
                calibration.path("ece_of_shares").asDouble(),
                100 * calibration.path("coverage").asDouble(),
                calibration.path("measured").asInt()));
        if (json.path("cut_short").asLong() > 0) {
            lines.add("%d answers were cut short, so this holds only where geolocate cuts them at the same length"
                    .formatted(json.path("cut_short").asLong()));
        }
        return lines;
    }
}
