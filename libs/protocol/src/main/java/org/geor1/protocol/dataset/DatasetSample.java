package org.geor1.protocol.dataset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One sample of a stored dataset, whose pictures are named by the hash of their files.
 *
 * @param id unique within the dataset
 * @param images in the order of their marks
 * @param turns a conversation about the images; empty if there is none
 * @param truth the right answer
 * @param split such as "train"
 * @param metadata whatever else is known of it, in the order in which it was given
 */
public record DatasetSample(
        String id,
        List<Image> images,
        @Nullable Place place,
        List<Turn> turns,
        @Nullable String truth,
        @Nullable String split,
        Map<String, String> metadata) {

    /** What stands for the next image in the text of a turn. */
    public static final String IMAGE_MARK = "<image>";

    private static final JsonMapper JSON = JsonMapper.shared();

    public DatasetSample {
        images = List.copyOf(images);
        turns = List.copyOf(turns);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * A picture of a sample.
     *
     * @param role "panorama", "tile", "photo" or "image"
     * @param sha256 of its file, in lower-case hex
     */
    public record Image(String role, String sha256) {}

    /**
     * Where a sample was taken, as far as that is known.
     *
     * @param latitude in degrees, north is positive; absent together with the longitude
     * @param longitude in degrees, east is positive
     */
    public record Place(
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable String city,
            @Nullable String country) {}

    /** @param role "system", "user" or "assistant" */
    public record Turn(String role, String text) {}

    /**
     * The sample as canonical JSON: fields in this one order, without those that are absent. A dataset's hash is the SHA-256
     * of these texts, each followed by a line feed.
     */
    public ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", id);
        ArrayNode pictures = json.putArray("images");
        images.forEach(image -> pictures.addObject().put("role", image.role()).put("sha256", image.sha256()));
        if (place != null) {
            json.set("place", json(place));
        }
        if (!turns.isEmpty()) {
            ArrayNode conversation = json.putArray("turns");
            turns.forEach(
                    turn -> conversation.addObject().put("role", turn.role()).put("text", turn.text()));
        }
        putIfThere(json, "truth", truth);
        putIfThere(json, "split", split);
        if (!metadata.isEmpty()) {
            ObjectNode rest = json.putObject("metadata");
            metadata.forEach(rest::put);
        }
        return json;
    }

    private static ObjectNode json(Place place) {
        ObjectNode json = JSON.createObjectNode();
        if (place.latitude() != null && place.longitude() != null) {
            json.put("latitude", place.latitude().doubleValue())
                    .put("longitude", place.longitude().doubleValue());
        }
        putIfThere(json, "city", place.city());
        putIfThere(json, "country", place.country());
        return json;
    }

    private static void putIfThere(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
