package org.geor1.protocol.settings;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A JSON Schema (2020-12) of what {@link SettingsReader} reads, from the same annotations. */
public final class SettingsSchema {

    private static final JsonMapper JSON = JsonMapper.shared();

    private SettingsSchema() {}

    /** The schema of a record's JSON object. */
    public static ObjectNode of(Class<?> record) {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        AlsoReads choice = record.getAnnotation(AlsoReads.class);
        if (choice != null) {
            ObjectNode described = properties.putObject(choice.name()).put("description", choice.description());
            addChoices(nullable(described, "string"), choice.choices(), true);
            described.put("default", choice.byDefault());
        }
        addComponents(schema, properties, record, Map.of());
        return schema.put("additionalProperties", false);
    }

    private static void addComponents(
            ObjectNode schema, ObjectNode properties, Class<?> record, Map<String, String> outer) {
        JsonNode nothing = JsonNodeFactory.instance.objectNode();
        for (SettingsField field : SettingsField.of(record, SettingsField.defaults(record, outer, nothing))) {
            if (field.isUnwrapped()) {
                addComponents(
                        schema, properties, field.type(), SettingsField.defaults(field.component(), outer, nothing));
                continue;
            }
            properties.set(field.name(), component(field));
            if (field.isRequired()) {
                schema.withArray("required").add(field.name());
            }
        }
    }

    private static ObjectNode component(SettingsField field) {
        Class<?> type = field.type();
        if (type.isInterface() && type.isSealed()) {
            return described(variants(type), field);
        }
        if (type.isRecord()) {
            ObjectNode nested = of(type);
            return described(field.isRequired() ? nested : nullable(nested, "object"), field);
        }
        if (type == JsonNode.class) {
            return described(nullable(JSON.createObjectNode(), "object"), field).put("additionalProperties", true);
        }
        ObjectNode value = field.setting().flags().length > 0 ? orFlag(field) : scalarOrList(field);
        return described(value, field);
    }

    private static ObjectNode described(ObjectNode schema, SettingsField field) {
        return schema.put("description", field.setting().value());
    }

    /** Two alternatives; the default stands with the second. */
    private static ObjectNode orFlag(SettingsField field) {
        ObjectNode either = JSON.createObjectNode();
        either.putArray("anyOf")
                .add(JSON.createObjectNode().put("type", "boolean"))
                .add(scalarOrList(field));
        return either;
    }

    private static ObjectNode scalarOrList(SettingsField field) {
        ObjectNode schema = JSON.createObjectNode();
        boolean optional = !field.isRequired();
        if (field.type() == List.class) {
            typed(schema, "array", optional).put("maxItems", field.maxSize());
            schema.set("items", entry(field, schema));
        } else if (field.type().isEnum()) {
            addChoices(typed(schema, "string", optional), field.type(), optional);
        } else if (field.type() == boolean.class) {
            typed(schema, "boolean", optional);
        } else if (field.isWhole()) {
            typed(schema, "integer", optional)
                    .put("format", field.isLong() ? "int64" : "int32")
                    .put("minimum", field.min())
                    .put("maximum", field.max());
        } else if (field.isNumber()) {
            typed(schema, "number", optional).put("minimum", field.decimalMin()).put("maximum", field.decimalMax());
        } else {
            typed(schema, "string", optional)
                    .put("minLength", 1)
                    .put("maxLength", field.maxSize())
                    .put("pattern", whole(field));
        }
        JsonNode byDefault = field.defaultValue();
        if (byDefault != null) {
            schema.set("default", byDefault);
        }
        return schema;
    }

    private static ObjectNode entry(SettingsField field, ObjectNode list) {
        if (field.entry().getType() instanceof Class<?> record && record.isRecord()) {
            return of(record);
        }
        list.put("uniqueItems", true);
        return JSON.createObjectNode().put("type", "string").put("pattern", whole(field));
    }

    /** The pattern of a whole text. */
    private static String whole(SettingsField field) {
        return "^(" + field.pattern().regexp() + ")$";
    }

    private static ObjectNode variants(Class<?> sealed) {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        schema.putArray("required").add("type");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode types = properties
                .putObject("type")
                .put("type", "string")
                .put("description", "Which of these settings are given.")
                .putArray("enum");
        SettingsField.variants(sealed).forEach((name, record) -> {
            types.add(name);
            ObjectNode settings = nullable(of(record), "object");
            Setting described = record.getAnnotation(Setting.class);
            properties.set(name, described == null ? settings : settings.put("description", described.value()));
        });
        return schema.put("additionalProperties", false);
    }

    private static void addChoices(ObjectNode schema, Class<?> choices, boolean optional) {
        ArrayNode names = schema.putArray("enum");
        SettingsField.constants(choices).keySet().forEach(names::add);
        if (optional) {
            names.addNull();
        }
    }

    private static ObjectNode typed(ObjectNode schema, String type, boolean optional) {
        return optional ? nullable(schema, type) : schema.put("type", type);
    }

    private static ObjectNode nullable(ObjectNode schema, String type) {
        schema.putArray("type").add(type).add("null");
        return schema;
    }
}
