package org.geor1.miniearth.pairing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the JSON-lines layout of the Geo-R1 and VLM-R1 training scripts:
 *
 * <pre>{"id":"7","image":["p.jpg"],"conversations":[{"from":"human","value":"<image>…"},{"from":"gpt","value":"C"}]}</pre>
 *
 * <p>In files from elsewhere {@code image} may be a single string and {@code id} a number; other fields
 * are ignored.
 */
public final class ConversationJsonl {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ConversationJsonl() {}

    /** Writes one row a line, replacing the file. */
    public static void write(Path file, List<ConversationRow> rows) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (ConversationRow row : rows) {
                writer.write(JSON.writeValueAsString(toJson(row)));
                writer.write('\n');
            }
        }
    }

    /**
     * Reads all rows; blank lines are skipped.
     *
     * @throws IOException if the file cannot be read, or a line is not such a row: the message names
     *     file and line
     */
    public static List<ConversationRow> read(Path file) throws IOException {
        List<ConversationRow> rows = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine(), number++) {
                if (!line.isBlank()) {
                    rows.add(parse(line, file + " line " + number));
                }
            }
        }
        return rows;
    }

    private static ObjectNode toJson(ConversationRow row) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", row.id());
        ArrayNode images = json.putArray("image");
        row.images().forEach(images::add);
        ArrayNode turns = json.putArray("conversations");
        turns.addObject().put("from", "human").put("value", row.human());
        turns.addObject().put("from", "gpt").put("value", row.reply());
        return json;
    }

    private static ConversationRow parse(String line, String where) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new IOException(where + ": not JSON", e);
        }
        return new ConversationRow(
                json.path("id").asString(""),
                images(json.path("image"), where),
                turn(json, "human", where),
                turn(json, "gpt", where));
    }

    private static List<String> images(JsonNode image, String where) throws IOException {
        if (image.isString()) {
            return List.of(image.stringValue());
        }
        if (!image.isArray() || image.isEmpty()) {
            throw new IOException(where + ": \"image\" must be a path or a list of paths");
        }
        List<String> paths = new ArrayList<>();
        for (JsonNode path : image) {
            if (!path.isString()) {
                throw new IOException(where + ": \"image\" holds something that is not a path");
            }
            paths.add(path.stringValue());
        }
        return paths;
    }

    private static String turn(JsonNode json, String from, String where) throws IOException {
        for (JsonNode turn : json.path("conversations")) {
            if (turn.path("from").asString("").equals(from)
                    && turn.path("value").isString()) {
                return turn.path("value").stringValue();
            }
        }
        throw new IOException(where + ": no conversation turn from \"" + from + "\"");
    }
}
