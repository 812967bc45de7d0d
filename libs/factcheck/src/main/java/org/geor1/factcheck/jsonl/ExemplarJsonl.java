package org.geor1.factcheck.jsonl;

import java.io.IOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.geor1.factcheck.check.Exemplar;
import org.geor1.factcheck.check.FactChecker;
import org.geor1.factcheck.check.Verdict;
import org.geor1.gazetteer.Position;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of the VLM-R1 layout, with the text in a field of its own, or of a dataset's canonical form:
 *
 * <pre>{"id":"7","conversations":[{"from":"human","value":"…"},{"from":"gpt","value":"…"}],"lat":48.1,"lon":11.6,"country":"DE","city":"Munich"}
 * {"id":"8","text":"…","lat":48.1,"lon":11.6}
 * {"id":"9","turns":[{"role":"user","text":"…"},{"role":"assistant","text":"…"}],"place":{"latitude":48.1,"longitude":11.6}}</pre>
 *
 * <p>Needed are the text, and a position or a {@code country}. Other fields stay as they are.
 */
public final class ExemplarJsonl {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ExemplarJsonl() {}

    /** A line that is no exemplar. */
    public static final class Fault extends IOException {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }

        Fault(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Reads one line.
     *
     * @param where names the line in messages
     * @param fallbackId the id of a row without one
     * @throws Fault if the line is no such row: the message says where, what and how to mend it
     */
    public static Exemplar parse(String line, String where, String fallbackId) throws Fault {
        ObjectNode row = row(line, where);
        String text = text(row, where);
        if (text.isBlank()) {
            throw new Fault(where + ": the text is empty. Write it into \"text\" or into the turn of the model");
        }
        if (text.length() > FactChecker.MAX_LENGTH) {
            throw new Fault(where + ": the text has " + text.length() + " characters; at most " + FactChecker.MAX_LENGTH
                    + " are read. Leave the row out");
        }
        JsonNode place = row.path("place").isObject() ? row.path("place") : row;
        Position position = position(place, where);
        String country = name(place, "country", where);
        if (position == null && country.isEmpty()) {
            throw new Fault(where + ": nothing is known of the photo. Add \"lat\" and \"lon\", or \"country\"");
        }
        String id = row.path("id").isMissingNode() ? fallbackId : row.path("id").asString(fallbackId);
        return new Exemplar(id, text, position, country, name(place, "city", where));
    }

    /** The line with the verdict's text in place of its own; all else stays as it was. */
    public static String withText(String line, Verdict verdict) throws Fault {
        ObjectNode row = row(line, verdict.id());
        ObjectNode holder = holder(row);
        if (holder == null) {
            throw new Fault(verdict.id() + ": no text");
        }
        holder.put(field(holder), verdict.text());
        return JSON.writeValueAsString(row);
    }

    /** A value as one line of JSON. */
    public static String line(Object value) {
        return JSON.writeValueAsString(value);
    }

    private static ObjectNode row(String line, String where) throws Fault {
        try {
            if (JSON.readTree(line) instanceof ObjectNode row) {
                return row;
            }
        } catch (JacksonException e) {
            throw new Fault(where + ": not JSON. Each line must be one object", e);
        }
        throw new Fault(where + ": not an object. Each line must be one JSON object");
    }

    private static String text(ObjectNode row, String where) throws Fault {
        ObjectNode holder = holder(row);
        if (holder != null) {
            return holder.path(field(holder)).stringValue();
        }
        throw new Fault(
                where + ": no text. Write it into \"text\", into a conversation turn from \"gpt\", or into a turn "
                        + "with the role \"assistant\"");
    }

    private static String field(ObjectNode holder) {
        return holder.path("text").isString() ? "text" : "value";
    }

    /** The object with the text, in "text" or "value"; null if there is none. */
    @Nullable
    private static ObjectNode holder(ObjectNode row) {
        return row.path("text").isString()
                ? row
                : Stream.concat(
                                turns(row, "conversations", "from", "gpt", "value"),
                                turns(row, "turns", "role", "assistant", "text"))
                        .findFirst()
                        .orElse(null);
    }

    private static Stream<ObjectNode> turns(ObjectNode row, String list, String speaker, String name, String text) {
        return StreamSupport.stream(row.path(list).spliterator(), false)
                .filter(turn -> turn.path(speaker).asString("").equals(name)
                        && turn.path(text).isString())
                .map(ObjectNode.class::cast);
    }

    @Nullable
    private static Position position(JsonNode place, String where) throws Fault {
        JsonNode latitude = either(place, "lat", "latitude");
        JsonNode longitude = either(place, "lon", "longitude");
        if (absent(latitude) && absent(longitude)) {
            return null;
        }
        if (!latitude.isNumber() || !longitude.isNumber()) {
            throw new Fault(where + ": \"lat\" and \"lon\" must both be numbers in degrees");
        }
        try {
            return new Position(latitude.doubleValue(), longitude.doubleValue());
        } catch (IllegalArgumentException e) {
            throw new Fault(where + ": " + e.getMessage() + ". Look whether \"lat\" and \"lon\" are exchanged", e);
        }
    }

    private static JsonNode either(JsonNode place, String name, String other) {
        return place.has(name) ? place.path(name) : place.path(other);
    }

    private static String name(JsonNode place, String field, String where) throws Fault {
        JsonNode name = place.path(field);
        if (absent(name)) {
            return "";
        }
        if (!name.isString()) {
            throw new Fault(where + ": \"" + field + "\" must be a string");
        }
        return name.stringValue().strip();
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
