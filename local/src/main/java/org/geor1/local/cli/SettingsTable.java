package org.geor1.local.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.geor1.protocol.run.RunSpecReader;
import tools.jackson.databind.JsonNode;

/** The settings of a run as lines of text, from the schema that the server describes them with. */
final class SettingsTable {

    private static final JsonNode SCHEMA = RunSpecReader.schema();

    private SettingsTable() {}

    /**
     * @param name name in JSON; {@code lora.r} for a field of a nested object
     * @param byDefault its default, {@code required}, or {@code none}
     * @param values bounds or choices; empty where the description says all
     */
    record Row(String name, String byDefault, String values, String description) {}

    /** @param place of an object in the schema: {@code method/grpo}, or {@code reward/components/items} for a list's */
    static List<Row> of(String place) {
        List<Row> rows = new ArrayList<>();
        add(rows, "", object(place));
        return rows;
    }

    /** What the object is, in one line. */
    static String description(String place) {
        return object(place).path("description").asString("");
    }

    private static JsonNode object(String place) {
        JsonNode object = SCHEMA;
        for (String name : place.isEmpty() ? new String[0] : place.split("/")) {
            object = object.has("items") && name.equals("items")
                    ? object.get("items")
                    : object.at("/properties/" + name);
        }
        return object;
    }

    private static void add(List<Row> rows, String prefix, JsonNode object) {
        List<String> required =
                object.path("required").valueStream().map(JsonNode::stringValue).toList();
        object.path("properties").forEachEntry((name, field) -> {
            if (field.has("properties")) {
                rows.add(new Row(
                        prefix + name,
                        required.contains(name) ? "required" : "none",
                        "an object",
                        field.path("description").asString("")));
                add(rows, prefix + name + ".", field);
                return;
            }
            JsonNode value = field.has("anyOf") ? field.at("/anyOf/1") : field;
            rows.add(new Row(
                    prefix + name,
                    byDefault(value, required.contains(name)),
                    values(value),
                    field.path("description").asString("")));
        });
    }

    private static String byDefault(JsonNode field, boolean required) {
        if (!field.has("default")) {
            return required ? "required" : "none";
        }
        JsonNode value = field.get("default");
        return value.isNumber() ? number(value) : value.isString() ? value.stringValue() : value.toString();
    }

    private static String values(JsonNode field) {
        if (field.has("enum")) {
            return field.get("enum")
                    .valueStream()
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue)
                    .collect(Collectors.joining(", "));
        }
        if (field.has("minimum")) {
            return number(field.get("minimum")) + " to " + number(field.get("maximum"));
        }
        return switch (field.path("type").path(0).asString("")) {
            case "boolean" -> "true, false";
            case "array" -> "a list";
            default -> "";
        };
    }

    /** Without an exponent or a redundant decimal point. */
    private static String number(JsonNode number) {
        return number.isIntegralNumber()
                ? number.toString()
                : number.decimalValue().stripTrailingZeros().toPlainString();
    }
}
