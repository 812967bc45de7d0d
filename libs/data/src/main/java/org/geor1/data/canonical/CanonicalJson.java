package org.geor1.data.canonical;

import java.util.function.Function;
import org.geor1.data.ImageSource;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Row;
import org.geor1.data.Turn;
import org.geor1.data.file.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sample as JSON: {@code id}, {@code images} of {@code role} and {@code path} or {@code bytes} in Base64, and where there
 * are any {@code place}, {@code turns}, {@code truth}, {@code split} and {@code metadata}.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /** The line of a sample. */
    public static String line(Row.Sample sample) {
        ArrayNode images = Json.MAPPER.createArrayNode();
        for (ImageSource image : sample.images()) {
            ObjectNode node = images.addObject().put("role", image.role().title());
            if (image instanceof ImageSource.Bytes inRow) {
                node.put("bytes", inRow.bytes());
            } else {
                node.put("path", ((ImageSource.File) image).path());
            }
        }
        return json(sample, images).toString();
    }

    /**
     * What a sample says, wherever its pictures lie.
     *
     * @param sha256 of a picture's bytes
     */
    public static String identity(Row.Sample sample, Function<ImageSource, String> sha256) {
        ArrayNode images = Json.MAPPER.createArrayNode();
        for (ImageSource image : sample.images()) {
            images.addObject().put("role", image.role().title()).put("sha256", sha256.apply(image));
        }
        return json(sample, images).toString();
    }

    private static ObjectNode json(Row.Sample sample, ArrayNode images) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", sample.id());
        json.set("images", images);
        if (sample.place() != null) {
            json.set("place", place(sample.place()));
        }
        if (!sample.turns().isEmpty()) {
            ArrayNode turns = json.putArray("turns");
            for (Turn turn : sample.turns()) {
                turns.addObject().put("role", turn.role()).put("text", turn.text());
            }
        }
        putIfThere(json, "truth", sample.truth());
        putIfThere(json, "split", sample.split());
        if (!sample.metadata().isEmpty()) {
            ObjectNode metadata = json.putObject("metadata");
            sample.metadata().forEach(metadata::put);
        }
        return json;
    }

    private static ObjectNode place(Place place) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        Position position = place.position();
        if (position != null) {
            json.put("latitude", position.latitude()).put("longitude", position.longitude());
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
