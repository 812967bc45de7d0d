package org.geor1.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads one JSON object field by field and notes every fault with its path instead of stopping at the first. A faulty
 * field yields its default, so reading goes on; {@link #close} reports the fields that nobody asked for.
 */
final class JsonFields {

    private final String path;
    private final JsonNode node;
    private final List<FieldError> errors;
    private final Set<String> read = new LinkedHashSet<>();

    private JsonFields(String path, @Nullable JsonNode node, List<FieldError> errors) {
        this.path = path;
        this.errors = errors;
        if (node != null && node.isObject()) {
            this.node = node;
            return;
        }
        if (node != null) {
            errors.add(new FieldError(path.isEmpty() ? "$" : path, "must be a JSON object"));
        }
        this.node = JsonNodeFactory.instance.objectNode();
    }

    static JsonFields root(@Nullable JsonNode node, List<FieldError> errors) {
        return new JsonFields("", node == null ? JsonNodeFactory.instance.nullNode() : node, errors);
    }

    boolean has(String name) {
        return get(name) != null;
    }

    void reject(String name, String message) {
        errors.add(new FieldError(path(name), message));
    }

    JsonFields object(String name, boolean required) {
        JsonNode value = get(name);
        if (value == null && required) {
            reject(name, "is required");
        }
        return new JsonFields(path(name), value, errors);
    }

    List<JsonFields> objects(String name, int maxItems) {
        JsonNode value = get(name);
        List<JsonFields> items = new ArrayList<>();
        if (value == null) {
            return items;
        }
        if (!value.isArray() || value.size() > maxItems) {
            reject(name, "must be a list of at most " + maxItems + " objects");
            return items;
        }
        for (int i = 0; i < value.size(); i++) {
            items.add(new JsonFields(path(name) + "[" + i + "]", value.get(i), errors));
        }
        return items;
    }

    String text(String name, @Nullable String defaultValue, int maxLength) {
        String value = optionalText(name, maxLength);
        if (value != null) {
            return value;
        }
        if (defaultValue == null && !has(name)) {
            reject(name, "is required");
        }
        return defaultValue == null ? "" : defaultValue;
    }

    @Nullable
    String optionalText(String name, int maxLength) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()
                || value.stringValue().isBlank()
                || value.stringValue().length() > maxLength) {
            reject(name, "must be a text of 1 to " + maxLength + " characters");
            return null;
        }
        return value.stringValue();
    }

    /** A list of texts, each of which matches {@code form} and none of which is repeated; empty where it is absent. */
    List<String> texts(String name, Pattern form, String what) {
        JsonNode value = get(name);
        List<String> texts = new ArrayList<>();
        if (value == null) {
            return texts;
        }
        if (!value.isArray() || value.size() > 1000) {
            reject(name, "must be a list of at most 1000 texts");
            return texts;
        }
        for (int i = 0; i < value.size(); i++) {
            JsonNode text = value.get(i);
            if (!text.isString() || !form.matcher(text.stringValue()).matches()) {
                reject(name + "[" + i + "]", "must be " + what);
            } else if (texts.contains(text.stringValue())) {
                reject(name + "[" + i + "]", "given twice");
            } else {
                texts.add(text.stringValue());
            }
        }
        return texts;
    }

    int integer(String name, int defaultValue, int min, int max) {
        return (int) wholeNumber(name, defaultValue, min, max);
    }

    long wholeNumber(String name, long defaultValue, long min, long max) {
        JsonNode value = get(name);
        if (value == null) {
            return defaultValue;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            reject(name, "must be a whole number from " + min + " to " + max);
            return defaultValue;
        }
        return value.longValue();
    }

    @Nullable
    Integer optionalInteger(String name, int min, int max) {
        return has(name) ? (Integer) integer(name, min, min, max) : null;
    }

    double number(String name, double defaultValue, double min, double max) {
        Double value = optionalNumber(name, min, max);
        return value == null ? defaultValue : value;
    }

    @Nullable
    Double optionalNumber(String name, double min, double max) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        // The negated comparison also refuses NaN.
        if (!value.isNumber() || !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            reject(name, "must be a number from " + min + " to " + max);
            return null;
        }
        return value.doubleValue();
    }

    boolean isFlag(String name) {
        JsonNode value = get(name);
        return value != null && value.isBoolean();
    }

    boolean flag(String name, boolean defaultValue) {
        JsonNode value = get(name);
        if (value == null) {
            return defaultValue;
        }
        if (!value.isBoolean()) {
            reject(name, "must be true or false");
            return defaultValue;
        }
        return value.booleanValue();
    }

    /** @param whenFaulty what reading goes on with when the field is wrong, or missing without a default */
    <E extends Enum<E>> E choice(String name, @Nullable E defaultValue, Class<E> type, E whenFaulty) {
        JsonNode value = get(name);
        if (value == null && defaultValue != null) {
            return defaultValue;
        }
        E[] constants = type.getEnumConstants();
        if (value != null && value.isString()) {
            for (E constant : constants) {
                if (wire(constant).equals(value.stringValue())) {
                    return constant;
                }
            }
        }
        reject(
                name,
                "must be one of "
                        + Arrays.stream(constants).map(JsonFields::wire).toList());
        return whenFaulty;
    }

    /** Reports the fields that have no meaning here. */
    void close() {
        for (String name : node.propertyNames()) {
            if (!read.contains(name)) {
                reject(name, "is unknown");
            }
        }
    }

    /** The name that the constant has in JSON. */
    private static String wire(Enum<?> constant) {
        try {
            return constant.getDeclaringClass()
                    .getField(constant.name())
                    .getAnnotation(JsonProperty.class)
                    .value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable JsonNode get(String name) {
        read.add(name);
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
