package org.geor1.teacher.journal;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The three kinds of lines: settings, an answer, a loss. */
final class JournalLine {

    private static final int FORMAT = 1;
    private static final String FORMAT_FIELD = "geor1_teacher_journal";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JournalLine() {}

    static byte[] header(Map<String, String> settings) {
        ObjectNode line = JSON.createObjectNode().put(FORMAT_FIELD, FORMAT);
        ObjectNode values = line.putObject("settings");
        settings.forEach(values::put);
        return bytes(line);
    }

    /** Null if the line is no header of this format. */
    static @Nullable Map<String, String> settings(byte[] line) {
        JsonNode json = object(line);
        if (json == null || json.path(FORMAT_FIELD).asInt(0) != FORMAT) {
            return null;
        }
        Map<String, String> settings = new LinkedHashMap<>();
        json.path("settings")
                .properties()
                .forEach(value -> settings.put(value.getKey(), value.getValue().asString("")));
        return settings;
    }

    static byte[] answer(Entry entry) {
        return bytes(JSON.createObjectNode()
                .put("key", entry.key())
                .put("text", entry.text())
                .put("finish", entry.finish())
                .put("prompt_tokens", entry.promptTokens())
                .put("completion_tokens", entry.completionTokens())
                .put("cost", entry.cost()));
    }

    /** Null if the line is no answer. */
    static @Nullable Entry answer(byte[] line) {
        JsonNode json = object(line);
        boolean answer = json != null
                && json.path("key").isString()
                && json.path("text").isString()
                && json.path("finish").isString()
                && json.path("cost").isIntegralNumber();
        return !answer || json == null
                ? null
                : new Entry(
                        json.path("key").stringValue(),
                        json.path("text").stringValue(),
                        json.path("finish").stringValue(),
                        json.path("prompt_tokens").asLong(-1),
                        json.path("completion_tokens").asLong(-1),
                        json.path("cost").longValue());
    }

    static byte[] loss(String reason, long cost) {
        return bytes(JSON.createObjectNode().put("lost", reason).put("cost", cost));
    }

    /** Null if the line is no loss. */
    static @Nullable Long loss(byte[] line) {
        JsonNode json = object(line);
        return json != null && json.path("lost").isString() && json.path("cost").isIntegralNumber()
                ? (Long) json.path("cost").longValue()
                : null;
    }

    private static @Nullable JsonNode object(byte[] line) {
        try {
            JsonNode json = JSON.readTree(line);
            return json.isObject() ? json : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static byte[] bytes(ObjectNode line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
