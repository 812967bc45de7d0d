package org.geor1.data.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.geor1.data.FaultException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON of anybody: a name given twice, or anything behind the value, is refused. */
public final class Json {

    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Utf8Lines.MAX_LINE_BYTES)
                            .maxNestingDepth(100)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** @throws FaultException if the text is not one JSON object */
    public static JsonNode object(String text) throws FaultException {
        try {
            return object(MAPPER.readTree(text));
        } catch (JacksonException e) {
            throw new FaultException("is bad JSON: " + e.getOriginalMessage());
        }
    }

    /** @throws FaultException if the value is none */
    public static JsonNode object(JsonNode value) throws FaultException {
        if (!value.isObject()) {
            throw new FaultException("is JSON, but not an object");
        }
        return value;
    }

    /** A field as text, numbers too; null if it is absent or null. */
    public static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asString() : value.toString();
    }

    /** @throws FaultException if the field is no list with something in it */
    public static JsonNode list(JsonNode object, String field) throws FaultException {
        JsonNode value = object.path(field);
        if (!value.isArray() || value.isEmpty()) {
            throw new FaultException("has no list '" + field + "'");
        }
        return value;
    }

    /** All other fields as text; what lies deeper is JSON. */
    public static Map<String, String> others(JsonNode object, Set<String> known) {
        Map<String, String> others = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String text = text(object, field.getKey());
            if (text != null
                    && !known.contains(field.getKey())
                    && !field.getValue().isBinary()) {
                others.put(field.getKey(), text);
            }
        }
        return others;
    }
}
