package org.geor1.local.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns options into JSON settings; the platform says which keys exist and which values fit. */
final class Settings {

    private static final List<String> SHARE = List.of("name", "weight", "max_samples");

    private Settings() {}

    /** Of {@code --set key=value}. */
    static Map<String, Object> toJson(Map<String, String> given) {
        Map<String, Object> settings = new LinkedHashMap<>();
        given.forEach((key, value) -> settings.put(key, value(value)));
        return settings;
    }

    /**
     * Of {@code --dataset NAME[:WEIGHT[:MAX_SAMPLES]]}: the run's {@code dataset} if it is one plain name, else its {@code
     * datasets}.
     */
    static Map<String, Object> data(List<String> given) {
        return given.size() == 1 && given.get(0).indexOf(':') < 0
                ? Map.of("dataset", given.get(0))
                : Map.of("datasets", given.stream().map(Settings::share).toList());
    }

    private static Map<String, Object> share(String text) {
        String[] parts = text.split(":", SHARE.size());
        Map<String, Object> share = new LinkedHashMap<>();
        share.put(SHARE.get(0), parts[0]);
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                share.put(SHARE.get(i), value(parts[i]));
            }
        }
        return share;
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
