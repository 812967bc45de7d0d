package org.geor1.gateway.geolocate;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.geo.task.Question;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A question about a photo.
 *
 * @param imageB64 the picture's file in base64, with or without a {@code data:} prefix
 * @param model a model's name; null takes the served default
 * @param mode {@code open}, the default: which city is it; {@code match}: which of the candidates shows the place
 * @param candidates for {@code match}, 2 to 10 tiles, encoded like the photo; the first one is A
 * @param n for {@code open}, answers to draw; 1, the default, is the most likely one, several are drawn at temperature 1
 * @param topK for {@code open}, most predictions to give; all if absent
 * @param seed for several answers, what determines the draws; 0 if absent
 */
@JsonNaming(SnakeCaseStrategy.class)
record GeolocateRequest(
        String imageB64,
        @Nullable String model,

        @Schema(allowableValues = {"open", GeolocateRequest.MATCH}) @Nullable
        String mode,

        @Size(min = 2, max = Question.MAX_CANDIDATES) @Nullable
        List<String> candidates,

        @Min(1) @Max(Sampling.MOST) @Nullable Integer n,
        @Min(1) @Max(Sampling.MOST) @Nullable Integer topK,
        @Nullable Long seed) {

    static final String IMAGE = "image_b64";
    static final String CANDIDATES = "candidates";
    static final String MATCH = "match";

    private static final List<String> FIELDS =
            List.of(IMAGE, "model", "mode", CANDIDATES, Sampling.N, Sampling.TOP_K, Sampling.SEED);
    private static final List<String> OPEN_ONLY = List.of(Sampling.N, Sampling.TOP_K, Sampling.SEED);

    /** Fields that other services know, and what to send here instead. */
    private static final Map<String, String> REMEDIES = Map.of(
            "image_url",
            "send the picture itself, in base64, as " + IMAGE,
            "stream",
            "leave it out: an answer comes as a whole",
            Sampling.N,
            "send JSON, which takes it",
            Sampling.TOP_K,
            "send JSON, which takes it",
            Sampling.SEED,
            "send JSON, which takes it");

    /** @throws ApiException that names the first wrong field */
    static GeolocateRequest of(JsonNode body) {
        if (!body.isObject()) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, "The body must be a JSON object.");
        }
        requireKnown(body.propertyNames(), FIELDS);
        String image = text(body, IMAGE);
        if (image == null) {
            throw WrongField.of(IMAGE, "is required", "add it");
        }
        String mode = text(body, "mode");
        requireMode(mode);
        boolean match = MATCH.equals(mode);
        if (!match && body.hasNonNull(CANDIDATES)) {
            throw WrongField.of(CANDIDATES, "is for mode 'match' only", "leave it out, or send mode 'match'");
        }
        for (String field : OPEN_ONLY) {
            if (match && body.hasNonNull(field)) {
                throw WrongField.of(field, "is for mode 'open' only", "leave it out, or send mode 'open'");
            }
        }
        Sampling sampling = Sampling.of(body);
        return new GeolocateRequest(
                image,
                text(body, "model"),
                mode,
                match ? candidates(body.get(CANDIDATES)) : null,
                sampling.n(),
                sampling.topK(),
                sampling.seed());
    }

    /** Nothing that a caller asks for is ignored silently. */
    static void requireKnown(Iterable<String> names, List<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw WrongField.of(
                        name,
                        "is unknown",
                        REMEDIES.getOrDefault(name, "leave it out; known are " + String.join(", ", known)));
            }
        }
    }

    static void requireMode(@Nullable String mode) {
        if (mode != null && !mode.equals("open") && !mode.equals(MATCH)) {
            throw WrongField.of("mode", "is not known", "send 'open' or 'match', or leave it out");
        }
    }

    boolean isMatch() {
        return candidates != null;
    }

    Sampling sampling() {
        return n == null || topK == null || seed == null ? Sampling.ONE : new Sampling(n, topK, seed);
    }

    private static List<String> candidates(@Nullable JsonNode node) {
        List<String> tiles = new ArrayList<>();
        if (node != null && node.isArray()) {
            for (JsonNode tile : node) {
                tiles.add(tile.isString() ? tile.stringValue() : "");
            }
        }
        if (tiles.size() < 2 || tiles.size() > Question.MAX_CANDIDATES || tiles.contains("")) {
            throw WrongField.of(CANDIDATES, "must hold 2 to 10 pictures", "send the tiles in base64, like the photo");
        }
        return tiles;
    }

    private static @Nullable String text(JsonNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw WrongField.of(field, "must be a string", "send a string");
        }
        return value.stringValue();
    }
}
