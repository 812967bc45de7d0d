package org.geor1.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON object field by field and notes every fault with its path instead of stopping at the first. A faulty
 * field yields its default, so reading goes on; {@link #close} reports the fields that nobody asked for.
 */
final class JsonFields {

    private static final int MAX_TEXTS = 1000;

    private final String path;
    private final JsonNode node;
    private final List<FieldError> errors;
    private final Declarations declarations;
    private final Set<String> read = new LinkedHashSet<>();

    private JsonFields(String path, @Nullable JsonNode node, List<FieldError> errors, Declarations declarations) {
        this.path = path;
        this.errors = errors;
        this.declarations = declarations;
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
        return root(node, errors, new Declarations());
    }

    /** @param declarations takes down what is asked of the JSON */
    static JsonFields root(@Nullable JsonNode node, List<FieldError> errors, Declarations declarations) {
        return new JsonFields("", node == null ? JsonNodeFactory.instance.nullNode() : node, errors, declarations);
    }

    boolean has(String name) {
        return get(name) != null;
    }

    void reject(String name, String message) {
        errors.add(new FieldError(path(name), message));
    }

    void repeated(String name) {
        errors.add(FieldError.repeated(path(name)));
    }

    JsonFields object(String name, boolean required) {
        declarations.object(declaredPath(), name, required);
        JsonNode value = get(name);
        if (value == null && required) {
            errors.add(FieldError.missing(path(name)));
        }
        return new JsonFields(path(name), value, errors, declarations);
    }

    List<JsonFields> objects(String name, int maxItems) {
        declarations.objects(declaredPath(), name, maxItems);
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
            items.add(new JsonFields(path(name) + "[" + i + "]", value.get(i), errors, declarations));
        }
        return items;
    }

    String text(String name, @Nullable String defaultValue, int maxLength) {
        ObjectNode declared = defaultValue == null
                ? declarations.required(declaredPath(), name, "string")
                : optional(name, "string").put("default", defaultValue);
        declareText(declared, maxLength);
        String value = readText(name, maxLength);
        if (value != null) {
            return value;
        }
        if (defaultValue == null && !has(name)) {
            errors.add(FieldError.missing(path(name)));
        }
        return defaultValue == null ? "" : defaultValue;
    }

    @Nullable
    String optionalText(String name, int maxLength) {
        declareText(optional(name, "string"), maxLength);
        return readText(name, maxLength);
    }

    /** PostgreSQL keeps neither nul characters nor what is no Unicode text. */
    private static boolean storable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static void declareText(ObjectNode declared, int maxLength) {
        declared.put("minLength", 1).put("maxLength", maxLength).put("pattern", "^[^\\u0000]*\\S[^\\u0000]*$");
    }

    private @Nullable String readText(String name, int maxLength) {
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
        if (!storable(value.stringValue())) {
            reject(name, "must be without nul characters and halves of surrogate pairs");
            return null;
        }
        return value.stringValue();
    }

    /** A list of texts, each of which matches {@code form} and none of which is repeated; empty where it is absent. */
    List<String> texts(String name, Pattern form, String what) {
        ObjectNode declared = optional(name, "array").put("maxItems", MAX_TEXTS).put("uniqueItems", true);
        declared.putObject("items").put("type", "string").put("pattern", "^(" + form.pattern() + ")$");
        JsonNode value = get(name);
        List<String> texts = new ArrayList<>();
        if (value == null) {
            return texts;
        }
        if (!value.isArray() || value.size() > MAX_TEXTS) {
            reject(name, "must be a list of at most " + MAX_TEXTS + " texts");
            return texts;
        }
        for (int i = 0; i < value.size(); i++) {
            JsonNode text = value.get(i);
            if (!text.isString() || !form.matcher(text.stringValue()).matches()) {
                reject(name + "[" + i + "]", "must be " + what);
            } else if (texts.contains(text.stringValue())) {
                repeated(name + "[" + i + "]");
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
        declareWholeNumber(name, min, max).put("default", defaultValue);
        return readWholeNumber(name, defaultValue, min, max);
    }

    private long readWholeNumber(String name, long defaultValue, long min, long max) {
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
        Long value = optionalWholeNumber(name, min, max);
        return value == null ? null : (Integer) value.intValue();
    }

    @Nullable
    Long optionalWholeNumber(String name, long min, long max) {
        declareWholeNumber(name, min, max);
        return has(name) ? (Long) readWholeNumber(name, min, min, max) : null;
    }

    double number(String name, double defaultValue, double min, double max) {
        optional(name, "number").put("minimum", min).put("maximum", max).put("default", defaultValue);
        Double value = readNumber(name, min, max);
        return value == null ? defaultValue : value;
    }

    @Nullable
    Double optionalNumber(String name, double min, double max) {
        optional(name, "number").put("minimum", min).put("maximum", max);
        return readNumber(name, min, max);
    }

    private @Nullable Double readNumber(String name, double min, double max) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        // What is no number, or past every double, is NaN, which the negated comparison refuses.
        double number = value.isNumber() ? value.doubleValue(Double.NaN) : Double.NaN;
        if (!(number >= min && number <= max)) {
            reject(name, "must be a number from " + min + " to " + max);
            return null;
        }
        return number;
    }

    boolean isFlag(String name) {
        declarations.orFlag(declaredPath(), name);
        JsonNode value = get(name);
        return value != null && value.isBoolean();
    }

    boolean flag(String name, boolean defaultValue) {
        optional(name, "boolean").put("default", defaultValue);
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
        declareChoice(name, defaultValue, type);
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

    private <E extends Enum<E>> void declareChoice(String name, @Nullable E defaultValue, Class<E> type) {
        ObjectNode declared = defaultValue == null
                ? declarations.required(declaredPath(), name, "string")
                : optional(name, "string").put("default", wire(defaultValue));
        ArrayNode known = declared.putArray("enum");
        Arrays.stream(type.getEnumConstants()).map(JsonFields::wire).forEach(known::add);
        if (defaultValue != null) {
            known.addNull();
        }
    }

    private ObjectNode declareWholeNumber(String name, long min, long max) {
        return optional(name, "integer")
                .put("format", max > Integer.MAX_VALUE ? "int64" : "int32")
                .put("minimum", min)
                .put("maximum", max);
    }

    private ObjectNode optional(String name, String type) {
        return declarations.optional(declaredPath(), name, type);
    }

    /** Entries of a list are declared once for all. */
    private String declaredPath() {
        return path.replaceAll("\\[\\d+]", "[]");
    }

    /** Reports the fields that have no meaning here. */
    void close() {
        for (String name : node.propertyNames()) {
            if (!read.contains(name)) {
                errors.add(FieldError.unknown(path(name)));
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
