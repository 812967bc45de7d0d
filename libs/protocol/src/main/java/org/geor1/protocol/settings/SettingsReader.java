package org.geor1.protocol.settings;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads JSON into records of settings and reports every fault with its path instead of stopping at the first: wrong types,
 * values outside their bounds, contradictions, unknown names. A faulty setting takes its default, so that reading goes on.
 * Jackson's own binding ends at the first wrong type, and for that alone is not used here. A component that is a sealed
 * interface is read from {@code {"type": "x", "x": {…}}}.
 */
public final class SettingsReader {

    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new PlainMessages())
            .buildValidatorFactory()
            .getValidator();

    /** Messages are plain text here, so nothing that a caller sends is ever taken for an expression. */
    private static final class PlainMessages implements MessageInterpolator {
        @Override
        public String interpolate(String template, Context context) {
            return template;
        }

        @Override
        public String interpolate(String template, Context context, Locale locale) {
            return template;
        }
    }

    private static final String TYPE = "type";

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final Map<String, String> defaults;
    private final FaultListener faults;
    private final Set<String> faulty = new HashSet<>();

    /**
     * @param defaults those that go before the ones beside the fields, by path: {@code method.grpo.beta}
     * @param faults takes the path and what is wrong there; each path once
     */
    public SettingsReader(Map<String, String> defaults, FaultListener faults) {
        this.defaults = defaults;
        this.faults = faults;
    }

    /** @return the record; of no use if there was a fault */
    public <T> T read(Class<T> type, @Nullable JsonNode json) {
        return object(type, json == null ? JsonNodeFactory.instance.nullNode() : json, "");
    }

    private void reject(String path, String message) {
        reject(path, message, Fault.INVALID);
    }

    private void reject(String path, String message, Fault fault) {
        if (faulty.add(path)) {
            faults.found(path, message, fault);
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private <T> T object(Class<T> type, JsonNode node, String path) {
        JsonNode given = requireObject(node, path);
        NotOffered missing = type.getAnnotation(NotOffered.class);
        if (missing != null && given.hasNonNull(missing.name())) {
            reject(join(path, missing.name()), missing.reason());
        }
        AlsoReads choice = type.getAnnotation(AlsoReads.class);
        if (choice != null && given.hasNonNull(choice.name())) {
            constant(choice.choices(), given.get(choice.name()), join(path, choice.name()));
        }
        T record = record(type, given, path, Map.of());
        refuseUnknown(SettingsField.names(type), given, path);
        return record;
    }

    private JsonNode requireObject(JsonNode node, String path) {
        if (node.isObject()) {
            return node;
        }
        reject(path.isEmpty() ? "$" : path, "must be a JSON object");
        return NOTHING;
    }

    private void refuseUnknown(List<String> known, JsonNode given, String path) {
        for (String name : given.propertyNames()) {
            if (!known.contains(name)) {
                String near = NearestName.of(name, known);
                reject(
                        join(path, name),
                        near == null ? "is unknown" : "is unknown; did you mean " + near + "?",
                        Fault.UNKNOWN);
            }
        }
    }

    /** @param outer defaults that the component changes which nests the record */
    private <T> T record(Class<T> type, JsonNode given, String path, Map<String, String> outer) {
        Map<String, String> own = new HashMap<>(outer);
        for (String name : SettingsField.names(type)) {
            String changed = defaults.get(join(path, name));
            if (changed != null) {
                own.put(name, changed);
            }
        }
        own = SettingsField.defaults(type, own, given);
        List<SettingsField> fields = SettingsField.of(type, own);
        @Nullable Object[] values = new Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            SettingsField field = fields.get(i);
            values[i] = field.isUnwrapped()
                    ? record(
                            field.type(),
                            given,
                            path,
                            SettingsField.defaults(field.component(), Map.copyOf(own), given))
                    : value(field, given.get(field.name()), join(path, field.name()));
        }
        T record = construct(type, values);
        for (ConstraintViolation<T> violation : VALIDATOR.validate(record)) {
            reject(join(path, violation.getPropertyPath().toString()), violation.getMessage());
        }
        return record;
    }

    private static <T> T construct(Class<T> type, @Nullable Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot make a " + type, e);
        }
    }

    /** @param given the caller's value; null where it is absent, as is a JSON null */
    private @Nullable Object value(SettingsField field, @Nullable JsonNode given, String path) {
        JsonNode present = given == null || given.isNull() ? null : given;
        if (present == null && field.isRequired()) {
            reject(path, "is required", Fault.MISSING);
        }
        JsonNode orNothing = present == null ? NOTHING : present;
        if (field.type().isInterface() && field.type().isSealed()) {
            return variant(field.type(), orNothing, path);
        }
        if (field.type().isRecord()) {
            return present == null && field.isNullable() ? null : object(field.type(), orNothing, path);
        }
        if (field.type() == JsonNode.class) {
            return requireObject(orNothing, path);
        }
        Object value = present == null ? null : listOrScalar(field, present, path);
        JsonNode byDefault = field.defaultValue();
        if (value == null && byDefault != null) {
            return listOrScalar(field, byDefault, path);
        }
        return value == null && field.isRequired() ? "" : value;
    }

    /** @return null, after the fault is reported, if there is one */
    private @Nullable Object listOrScalar(SettingsField field, JsonNode given, String path) {
        return field.type() == List.class ? list(field, given, path) : scalar(field, given, path);
    }

    private @Nullable Object variant(Class<?> sealed, JsonNode node, String path) {
        JsonNode given = requireObject(node, path);
        Map<String, Class<?>> variants = SettingsField.variants(sealed);
        JsonNode type = given.get(TYPE);
        Class<?> chosen = type == null || !type.isString() ? null : variants.get(type.stringValue());
        if (chosen == null) {
            reject(join(path, TYPE), "must be one of " + variants.keySet());
        }
        Object value = null;
        for (Map.Entry<String, Class<?>> variant : variants.entrySet()) {
            String at = join(path, variant.getKey());
            JsonNode settings = given.hasNonNull(variant.getKey()) ? given.get(variant.getKey()) : null;
            if (variant.getValue() == chosen) {
                value = object(chosen, settings == null ? NOTHING : settings, at);
            } else if (settings != null && chosen != null) {
                reject(at, "is for runs of another type; leave it out, or change type");
            } else if (settings != null) {
                // Which type is meant is unclear; faults of the settings are named all the same.
                object(variant.getValue(), settings, at);
            }
        }
        List<String> known = new ArrayList<>(variants.keySet());
        known.add(TYPE);
        refuseUnknown(known, given, path);
        return value == null ? object(variants.values().iterator().next(), NOTHING, path) : value;
    }

    private @Nullable Object scalar(SettingsField field, JsonNode given, String path) {
        if (field.type().isEnum()) {
            String[] flags = field.setting().flags();
            return flags.length > 0 && given.isBoolean()
                    ? SettingsField.constants(field.type()).get(flags[given.booleanValue() ? 0 : 1])
                    : constant(field.type(), given, path);
        }
        Object value = null;
        if (field.type() == String.class) {
            value = text(given);
            if (value != null && !storable((String) value)) {
                reject(path, "must be without nul characters and halves of surrogate pairs");
                return null;
            }
        } else if (field.type() == boolean.class && given.isBoolean()) {
            return given.booleanValue();
        } else if (field.isLong() && given.isIntegralNumber() && given.canConvertToLong()) {
            value = given.longValue();
        } else if (field.isWhole() && given.isIntegralNumber() && given.canConvertToInt()) {
            value = given.intValue();
        } else if (field.isNumber() && given.isNumber()) {
            // What is past every double is NaN, which satisfies no bound.
            double number = given.doubleValue(Double.NaN);
            value = Double.isNaN(number) ? null : (Object) number;
        }
        if (value == null || !isWithinBounds(field, value)) {
            reject(path, field.expectation());
            return null;
        }
        return value;
    }

    private static boolean isWithinBounds(SettingsField field, Object value) {
        return VALIDATOR
                .validateValue(
                        field.component().getDeclaringRecord(),
                        field.component().getName(),
                        value)
                .isEmpty();
    }

    private static @Nullable String text(JsonNode given) {
        return given.isString() ? given.stringValue() : null;
    }

    /** PostgreSQL keeps neither nul characters nor what is no Unicode text. */
    private static boolean storable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private @Nullable Object constant(Class<?> choices, JsonNode given, String path) {
        Map<String, Object> constants = SettingsField.constants(choices);
        Object constant = given.isString() ? constants.get(given.stringValue()) : null;
        if (constant == null) {
            List<String> known = List.copyOf(constants.keySet());
            String near = given.isString() ? NearestName.of(given.stringValue(), known) : null;
            reject(path, "must be one of " + known + (near == null ? "" : "; did you mean " + near + "?"));
        }
        return constant;
    }

    /** Texts, of which none may come twice, or records. Faulty texts are left out. */
    private @Nullable Object list(SettingsField field, JsonNode given, String path) {
        if (!given.isArray() || given.size() > field.maxSize()) {
            reject(path, field.expectation());
            return null;
        }
        List<Object> entries = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String at = path + "[" + i + "]";
            if (field.entry().getType() instanceof Class<?> record && record.isRecord()) {
                entries.add(object(record, given.get(i), at));
                continue;
            }
            String text = text(given.get(i));
            if (text == null || !isWithinBounds(field, List.of(text))) {
                reject(at, field.pattern().message());
            } else if (entries.contains(text)) {
                reject(at, "given twice", Fault.REPEATED);
            } else {
                entries.add(text);
            }
        }
        return entries;
    }
}
