package org.geor1.protocol.dataset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.geor1.protocol.FieldError;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the canonical JSON of samples and collects every fault with its path. A faulty sample is of no use. */
final class SampleReader {

    private static final int MAX_ID = 1000;
    private static final int MAX_NAME = 1000;
    private static final int MAX_SPLIT = 100;
    private static final int MAX_IMAGES = 64;
    private static final int MAX_TURNS = 1000;
    private static final int MAX_TEXT = 1_000_000;
    private static final double MAX_LATITUDE = 90;
    private static final double MAX_LONGITUDE = 180;

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final List<String> IMAGE_ROLES = List.of("panorama", "tile", "photo", "image");
    private static final List<String> TURN_ROLES = List.of("system", "user", "assistant");
    private static final List<String> FIELDS = List.of("id", "images", "place", "turns", "truth", "split", "metadata");

    private final List<FieldError> errors = new ArrayList<>();

    List<FieldError> errors() {
        return errors;
    }

    void reject(String path, String message) {
        errors.add(new FieldError(path, message));
    }

    /** Refuses fields that nobody knows, too. */
    void requireObject(JsonNode node, String path, List<String> known) {
        if (!node.isObject()) {
            reject(path, "must be a JSON object");
            return;
        }
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                errors.add(FieldError.unknown(path.equals("$") ? name : path + "." + name));
            }
        }
    }

    DatasetSample sample(JsonNode node, String path) {
        requireObject(node, path, FIELDS);
        List<DatasetSample.Image> images = images(node.path("images"), path + ".images");
        List<DatasetSample.Turn> turns = turns(node.path("turns"), path + ".turns");
        int marks = turns.stream().mapToInt(turn -> marks(turn.text())).sum();
        if (!turns.isEmpty() && marks != images.size()) {
            reject(
                    path + ".turns",
                    "have %d %s marks for %d images".formatted(marks, DatasetSample.IMAGE_MARK, images.size()));
        }
        return new DatasetSample(
                required(node, "id", path, MAX_ID),
                images,
                place(node.path("place"), path + ".place"),
                turns,
                optional(node, "truth", path, 0, MAX_TEXT),
                optional(node, "split", path, 1, MAX_SPLIT),
                metadata(node.path("metadata"), path + ".metadata"));
    }

    private static int marks(String text) {
        return text.split(Pattern.quote(DatasetSample.IMAGE_MARK), -1).length - 1;
    }

    private List<DatasetSample.Image> images(JsonNode list, String path) {
        List<DatasetSample.Image> images = new ArrayList<>();
        if (!list.isArray() || list.size() > MAX_IMAGES) {
            reject(path, "must be a list of at most " + MAX_IMAGES + " objects");
            return images;
        }
        for (int i = 0; i < list.size(); i++) {
            String at = path + "[" + i + "]";
            requireObject(list.get(i), at, List.of("role", "sha256"));
            String sha256 = list.get(i).path("sha256").asString("");
            if (!HASH.matcher(sha256).matches()) {
                reject(at + ".sha256", "must be a SHA-256 of 64 lower-case hex digits");
            }
            images.add(new DatasetSample.Image(role(list.get(i), at, IMAGE_ROLES), sha256));
        }
        return images;
    }

    private List<DatasetSample.Turn> turns(JsonNode list, String path) {
        List<DatasetSample.Turn> turns = new ArrayList<>();
        if (absent(list)) {
            return turns;
        }
        if (!list.isArray() || list.size() > MAX_TURNS) {
            reject(path, "must be a list of at most " + MAX_TURNS + " objects");
            return turns;
        }
        for (int i = 0; i < list.size(); i++) {
            String at = path + "[" + i + "]";
            requireObject(list.get(i), at, List.of("role", "text"));
            String role = role(list.get(i), at, TURN_ROLES);
            JsonNode text = list.get(i).path("text");
            turns.add(new DatasetSample.Turn(role, text(text, at + ".text", 0, MAX_TEXT)));
        }
        return turns;
    }

    private String role(JsonNode node, String path, List<String> roles) {
        String role = node.path("role").asString("");
        if (!roles.contains(role)) {
            reject(path + ".role", "must be one of " + roles);
        }
        return role;
    }

    private DatasetSample.@Nullable Place place(JsonNode node, String path) {
        if (absent(node)) {
            return null;
        }
        requireObject(node, path, List.of("latitude", "longitude", "city", "country"));
        Double latitude = coordinate(node, "latitude", path, MAX_LATITUDE);
        Double longitude = coordinate(node, "longitude", path, MAX_LONGITUDE);
        if (absent(node.path("latitude")) != absent(node.path("longitude"))) {
            reject(path, "must have both a latitude and a longitude, or neither");
        }
        String city = optional(node, "city", path, 0, MAX_NAME);
        String country = optional(node, "country", path, 0, MAX_NAME);
        return latitude == null && longitude == null && city == null && country == null
                ? null
                : new DatasetSample.Place(latitude, longitude, city, country);
    }

    private @Nullable Double coordinate(JsonNode node, String name, String path, double most) {
        JsonNode value = node.path(name);
        if (absent(value)) {
            return null;
        }
        // What is past every double is NaN, which satisfies no bound.
        double degrees = value.isNumber() ? value.doubleValue(Double.NaN) : Double.NaN;
        if (!(Math.abs(degrees) <= most)) {
            reject(path + "." + name, "must be a number from -%.0f to %.0f".formatted(most, most));
            return null;
        }
        return degrees;
    }

    private Map<String, String> metadata(JsonNode node, String path) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (absent(node)) {
            return metadata;
        }
        if (!node.isObject()) {
            reject(path, "must be a JSON object of texts");
            return metadata;
        }
        node.properties().forEach(entry -> {
            String at = path + "." + entry.getKey();
            requireStorable(entry.getKey(), at);
            metadata.put(entry.getKey(), text(entry.getValue(), at, 0, MAX_TEXT));
        });
        return metadata;
    }

    private String required(JsonNode node, String name, String path, int most) {
        return text(node.path(name), path + "." + name, 1, most);
    }

    private @Nullable String optional(JsonNode node, String name, String path, int least, int most) {
        JsonNode value = node.path(name);
        return absent(value) ? null : text(value, path + "." + name, least, most);
    }

    private String text(JsonNode value, String path, int least, int most) {
        String text = value.isString() ? value.stringValue() : null;
        if (text == null || text.length() < least || text.length() > most || (least > 0 && text.isBlank())) {
            reject(path, "must be a text of %d to %d characters".formatted(least, most));
            return "";
        }
        requireStorable(text, path);
        return text;
    }

    /** PostgreSQL keeps neither nul characters nor what is no Unicode text. */
    private void requireStorable(String text, String path) {
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            reject(path, "must be without nul characters and halves of surrogate pairs");
        }
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
