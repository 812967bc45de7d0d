package org.geor1.factcheck.jsonl;

import java.io.IOException;
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
 * Rows of the VLM-R1 layout, or with the text in a field of its own:
 *
 * <pre>{"id":"7","conversations":[{"from":"human","value":"…"},{"from":"gpt","value":"…"}],"lat":48.1,"lon":11.6,"country":"DE","city":"Munich"}
 * {"id":"8","text":"…","lat":48.1,"lon":11.6}</pre>
 *
 * <p>Needed are the text, and {@code lat} with {@code lon} or a {@code country}. Other fields stay as they are.
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
            throw new Fault(where + ": the text is empty. Write it into \"text\" or into the turn from \"gpt\"");
        }
        if (text.length() > FactChecker.MAX_LENGTH) {
            throw new Fault(where + ": the text has " + text.length() + " characters; at most " + FactChecker.MAX_LENGTH
                    + " are read. Leave the row out");
        }
        Position position = position(row, where);
        String country = name(row, "country", where);
        if (position == null && country.isEmpty()) {
            throw new Fault(where + ": nothing is known of the photo. Add \"lat\" and \"lon\", or \"country\"");
        }
        String id = row.path("id").isMissingNode() ? fallbackId : row.path("id").asString(fallbackId);
        return new Exemplar(id, text, position, country, name(row, "city", where));
    }

    /** The line with the verdict's text in place of its own; all else stays as it was. */
    public static String withText(String line, Verdict verdict) throws Fault {
        ObjectNode row = row(line, verdict.id());
        if (row.path("text").isString()) {
            row.put("text", verdict.text());
        } else {
            ((ObjectNode) turn(row)).put("value", verdict.text());
        }
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
        if (row.path("text").isString()) {
            return row.path("text").stringValue();
        }
        JsonNode turn = turn(row);
        if (turn.path("value").isString()) {
            return turn.path("value").stringValue();
        }
        throw new Fault(where + ": no text. Write it into \"text\" or into a conversation turn from \"gpt\"");
    }

    private static JsonNode turn(ObjectNode row) {
        for (JsonNode turn : row.path("conversations")) {
            if (turn.path("from").asString("").equals("gpt")) {
                return turn;
            }
        }
        return JSON.missingNode();
    }

    @Nullable
    private static Position position(ObjectNode row, String where) throws Fault {
        JsonNode latitude = row.path("lat");
        JsonNode longitude = row.path("lon");
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

    private static String name(ObjectNode row, String field, String where) throws Fault {
        JsonNode name = row.path(field);
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
