package org.geor1.gateway.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.geor1.gateway.OneOf;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;

/**
 * Schemas of the records in answers, as the JSON mapper writes them. The generator of the OpenAPI document knows
 * neither that mapper's annotations nor which values may be null.
 */
final class RecordSchemas implements ModelConverter {
    /** The mapper's naming strategy, whose method is protected. */
    private static final class SnakeCase extends SnakeCaseStrategy {
        private static final long serialVersionUID = 1L;

        String of(String name) {
            return translate(name);
        }
    }

    private static final SnakeCase SNAKE_CASE = new SnakeCase();

    @Override
    public @Nullable Schema<?> resolve(
            io.swagger.v3.core.converter.AnnotatedType type,
            ModelConverterContext context,
            Iterator<ModelConverter> others) {
        Type java = Json.mapper().constructType(type.getType());
        if (java instanceof com.fasterxml.jackson.databind.JavaType known
                && known.getRawClass().isRecord()) {
            @Nullable
            Type argument =
                    known.containedTypeCount() == 1 ? known.containedType(0).getRawClass() : null;
            return record(known.getRawClass(), argument, context);
        }
        return others.hasNext() ? others.next().resolve(type, context, others) : null;
    }

    /** @param argument what the record's type variable stands for */
    private Schema<?> record(Class<?> record, @Nullable Type argument, ModelConverterContext context) {
        String name = argument instanceof Class<?> entry
                ? (entry.getSimpleName() + record.getSimpleName()).replace("View", "")
                : record.getSimpleName();
        if (!context.getDefinedModels().containsKey(name)) {
            Schema<?> schema = typed("object");
            context.defineModel(name, schema);
            addComponents(schema, record, argument, context);
        }
        return new JsonSchema().$ref("#/components/schemas/" + name);
    }

    private void addComponents(
            Schema<?> schema, Class<?> record, @Nullable Type argument, ModelConverterContext context) {
        // Some answers leave out null values, and every request may.
        boolean leavesOut = record.isAnnotationPresent(JsonInclude.class) || isOfRequest(record);
        for (RecordComponent component : record.getRecordComponents()) {
            AnnotatedType type = component.getAnnotatedType();
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                addComponents(schema, component.getType(), null, context);
                continue;
            }
            boolean nullable = type.isAnnotationPresent(Nullable.class);
            String name = record.isAnnotationPresent(JsonNaming.class)
                    ? SNAKE_CASE.of(component.getName())
                    : component.getName();
            Schema<?> value = written(component, argument, context);
            OneOf names = component.getAnnotation(OneOf.class);
            if (names != null) {
                value = names(names.value());
            }
            restrict(value, component);
            schema.addProperty(name, nullable && !leavesOut ? orNull(value) : value);
            if (!(nullable && leavesOut)) {
                schema.addRequiredItem(name);
            }
        }
    }

    private static boolean isOfRequest(Class<?> record) {
        return record.getSimpleName().endsWith("Request")
                || (record.getEnclosingClass() != null && isOfRequest(record.getEnclosingClass()));
    }

    /** What the mapper writes: the component, or what it is turned into first. */
    private Schema<?> written(RecordComponent component, @Nullable Type argument, ModelConverterContext context) {
        JsonSerialize serialized = component.getAccessor().getAnnotation(JsonSerialize.class);
        if (serialized != null
                && serialized.converter().getGenericSuperclass() instanceof ParameterizedType converter
                && converter.getActualTypeArguments()[1] instanceof Class<?> form) {
            return ofClass(form, context);
        }
        return plain(component.getAnnotatedType(), argument, context);
    }

    /** Only in requests: allowed values, lengths and limits. */
    @SuppressWarnings("unchecked")
    private static void restrict(Schema<?> value, RecordComponent component) {
        var described = component.getAccessor().getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        if (described != null) {
            Arrays.stream(described.allowableValues()).forEach(((Schema<Object>) value)::addEnumItemObject);
        }
        Size size = component.getAccessor().getAnnotation(Size.class);
        if (size != null) {
            value.minItems(size.min()).maxItems(size.max());
        }
        Min min = component.getAccessor().getAnnotation(Min.class);
        Max max = component.getAccessor().getAnnotation(Max.class);
        if (min != null && max != null && isOfRequest(component.getDeclaringRecord())) {
            value.minimum(BigDecimal.valueOf(min.value())).maximum(BigDecimal.valueOf(max.value()));
        }
    }

    private Schema<?> any(AnnotatedType type, @Nullable Type argument, ModelConverterContext context) {
        Schema<?> schema = plain(type, argument, context);
        return type.isAnnotationPresent(Nullable.class) ? orNull(schema) : schema;
    }

    private Schema<?> plain(AnnotatedType type, @Nullable Type argument, ModelConverterContext context) {
        if (type instanceof AnnotatedParameterizedType generic
                && generic.getType() instanceof ParameterizedType parameterized) {
            AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
            if (parameterized.getRawType() == List.class) {
                return typed("array").items(any(arguments[0], argument, context));
            }
            if (parameterized.getRawType() == Map.class) {
                Schema<?> map = typed("object");
                map.setAdditionalProperties(any(arguments[1], argument, context));
                return map;
            }
        }
        Type java = type.getType() instanceof TypeVariable<?> && argument != null ? argument : type.getType();
        return java instanceof Class<?> plain ? ofClass(plain, context) : new JsonSchema();
    }

    private Schema<?> ofClass(Class<?> type, ModelConverterContext context) {
        if (type.isRecord()) {
            return record(type, null, context);
        }
        if (type.isEnum()) {
            return constants(type);
        }
        if (type == String.class) {
            return typed("string");
        }
        if (type == Instant.class) {
            return typed("string").format("date-time");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed("boolean");
        }
        if (type == int.class || type == Integer.class) {
            return typed("integer").format("int32");
        }
        if (type == long.class || type == Long.class) {
            return typed("integer").format("int64");
        }
        if (type == double.class || type == Double.class) {
            return typed("number").format("double");
        }
        if (JsonNode.class.isAssignableFrom(type)) {
            return new JsonSchema();
        }
        throw new IllegalStateException("The document has no schema for " + type);
    }

    private static Schema<?> constants(Class<?> type) {
        Schema<Object> schema = typed("string");
        for (Object constant : type.getEnumConstants()) {
            schema.addEnumItemObject(JsonMapper.shared().convertValue(constant, String.class));
        }
        return schema;
    }

    /** The constants' names in lower case. */
    static Schema<?> names(Class<? extends Enum<?>> type) {
        Schema<Object> schema = typed("string");
        Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .forEach(schema::addEnumItemObject);
        return schema;
    }

    static Schema<Object> typed(String type) {
        Schema<Object> schema = new JsonSchema();
        schema.setTypes(new LinkedHashSet<>(Set.of(type)));
        return schema;
    }

    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.get$ref() != null) {
            return new JsonSchema().anyOf(List.of(schema, typed("null")));
        }
        if (schema.getTypes() != null) {
            schema.getTypes().add("null");
        }
        return schema;
    }
}
