package org.geor1.local.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns {@code --set key=value} into JSON settings; the platform says which keys exist and which values fit. */
final class Settings {

    private Settings() {}

    static Map<String, Object> toJson(Map<String, String> given) {
        Map<String, Object> settings = new LinkedHashMap<>();
        given.forEach((key, value) -> settings.put(key, value(value)));
        return settings;
    }

    /** Numbers, booleans, lists and objects as such, everything else as text. */
    private static Object value(String text) {
        try {
            JsonNode node = JsonMapper.shared().readTree(text);
            return node.isNumber() || node.isBoolean() || node.isContainer() ? node : text;
        } catch (JacksonException plainText) {
            return text;
        }
    }
}
