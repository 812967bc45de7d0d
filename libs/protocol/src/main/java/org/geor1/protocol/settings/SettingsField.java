package org.geor1.protocol.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A component of a settings record, as its annotations describe it.
 *
 * @param changed its default where that is not the one beside it
 */
record SettingsField(RecordComponent component, @Nullable String changed) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The mapper's own way of turning names, which is not public by itself. */
    private static final class SnakeCase extends SnakeCaseStrategy {
        private static final long serialVersionUID = 1L;

        String of(String name) {
            return translate(name);
        }
    }

    private static final SnakeCase SNAKE_CASE = new SnakeCase();

    /** The components of a record, in order. */
    static List<SettingsField> of(Class<?> record, Map<String, String> defaults) {
        return Arrays.stream(record.getRecordComponents())
                .map(component -> new SettingsField(component, defaults.get(SNAKE_CASE.of(component.getName()))))
                .toList();
    }

    /** Names of everything that the JSON object of a record may hold. */
    static List<String> names(Class<?> record) {
        List<String> names = new ArrayList<>();
        AlsoReads choice = record.getAnnotation(AlsoReads.class);
        if (choice != null) {
            names.add(choice.name());
        }
        for (SettingsField field : of(record, Map.of())) {
            if (field.isUnwrapped()) {
                names.addAll(names(field.type()));
            } else {
                names.add(field.name());
            }
        }
        return names;
    }

    /** Defaults that {@code place}, a record or a component, changes; with {@code given} settings, conditional ones too. */
    static Map<String, String> defaults(AnnotatedElement place, Map<String, String> outer, JsonNode given) {
        Map<String, String> defaults = new HashMap<>();
        for (ByDefault changed : place.getAnnotationsByType(ByDefault.class)) {
            if (changed.with().isEmpty()) {
                defaults.put(changed.setting(), changed.value());
            }
        }
        defaults.putAll(outer);
        for (ByDefault changed : place.getAnnotationsByType(ByDefault.class)) {
            if (!changed.with().isEmpty() && given.hasNonNull(changed.with())) {
                defaults.put(changed.setting(), changed.value());
            }
        }
        return defaults;
    }

    /** The permitted records of a sealed interface under their names in JSON. */
    static Map<String, Class<?>> variants(Class<?> sealed) {
        Map<String, Class<?>> variants = new LinkedHashMap<>();
        for (Class<?> variant : sealed.getPermittedSubclasses()) {
            variants.put(variant.getAnnotation(JsonTypeName.class).value(), variant);
        }
        return variants;
    }

    /** The constants of an enum under their names in JSON. */
    static Map<String, Object> constants(Class<?> choices) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : choices.getEnumConstants()) {
            constants.put(wire((Enum<?>) constant), constant);
        }
        return constants;
    }

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

    String name() {
        return SNAKE_CASE.of(component.getName());
    }

    Class<?> type() {
        return component.getType();
    }

    boolean isUnwrapped() {
        return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    }

    boolean isNullable() {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    boolean isRequired() {
        return component.getAccessor().isAnnotationPresent(NotNull.class);
    }

    boolean isWhole() {
        return type() == int.class || type() == Integer.class || isLong();
    }

    boolean isLong() {
        return type() == long.class || type() == Long.class;
    }

    boolean isNumber() {
        return type() == double.class || type() == Double.class;
    }

    /** Of a list, the type of its entries. */
    AnnotatedType entry() {
        return ((AnnotatedParameterizedType) component.getAnnotatedType()).getAnnotatedActualTypeArguments()[0];
    }

    Setting setting() {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(component + " has no @Setting");
        }
        return setting;
    }

    /** The default as JSON, or null where there is none. */
    @Nullable
    JsonNode defaultValue() {
        String text = changed == null ? setting().byDefault() : changed;
        if (text.isEmpty()) {
            return null;
        }
        if (isNumber()) {
            return JsonNodeFactory.instance.numberNode(Double.parseDouble(text));
        }
        return type() == String.class || type().isEnum()
                ? JsonNodeFactory.instance.stringNode(text)
                : JSON.readTree(text);
    }

    private <A extends Annotation> A bound(Class<A> annotation) {
        A bound = component.getAccessor().getAnnotation(annotation);
        if (bound == null) {
            throw new IllegalStateException(component + " has no @" + annotation.getSimpleName());
        }
        return bound;
    }

    long min() {
        return bound(Min.class).value();
    }

    long max() {
        return bound(Max.class).value();
    }

    double decimalMin() {
        return Double.parseDouble(bound(DecimalMin.class).value());
    }

    double decimalMax() {
        return Double.parseDouble(bound(DecimalMax.class).value());
    }

    /** Longest text, or most entries of a list. */
    int maxSize() {
        return bound(Size.class).max();
    }

    /** The form of a text, or of a list's texts. */
    Pattern pattern() {
        if (type() != List.class) {
            return bound(Pattern.class);
        }
        Pattern form = entry().getAnnotation(Pattern.class);
        if (form == null) {
            throw new IllegalStateException(component + " has no @Pattern of its texts");
        }
        return form;
    }

    /** What a value must be, for the caller who gave another. */
    String expectation() {
        if (isWhole()) {
            return "must be a whole number from " + min() + " to " + max();
        }
        if (isNumber()) {
            return "must be a number from " + decimalMin() + " to " + decimalMax();
        }
        if (type() == boolean.class) {
            return "must be true or false";
        }
        if (type().isEnum()) {
            return "must be one of " + constants(type()).keySet();
        }
        if (type() == List.class) {
            return "must be a list of at most " + maxSize()
                    + (entry().getType() == String.class ? " texts" : " objects");
        }
        String form = pattern().message();
        // Without a message of its own, the pattern only says that the text is not blank.
        return form.startsWith("{") ? "must be a text of 1 to " + maxSize() + " characters" : form;
    }
}
