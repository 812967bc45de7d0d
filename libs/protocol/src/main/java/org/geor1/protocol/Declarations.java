package org.geor1.protocol;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a reader asks of its JSON, put down as a JSON Schema while it reads. So the schema cannot say anything else than the
 * reader does. A field keeps what was said of it first.
 */
final class Declarations {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, ObjectNode> objects = new TreeMap<>();

    Declarations() {
        objects.put("", object());
    }

    private static ObjectNode object() {
        ObjectNode object = JSON.createObjectNode().put("type", "object");
        object.putObject("properties");
        return object.put("additionalProperties", false);
    }

    /** The schema of the whole JSON. */
    ObjectNode schema() {
        return at("");
    }

    /** The object that a reader reads at a path, {@code method.grpo} for example; an entry of a list ends with {@code []}. */
    private ObjectNode at(String path) {
        return objects.computeIfAbsent(path, unknown -> object());
    }

    /** A field that may be absent or null. */
    ObjectNode optional(String path, String name, String type) {
        ObjectNode field = JSON.createObjectNode();
        field.putArray("type").add(type).add("null");
        return put(path, name, field);
    }

    /** A field that must be there. */
    ObjectNode required(String path, String name, String type) {
        require(path, name);
        return put(path, name, JSON.createObjectNode().put("type", type));
    }

    /** A field that holds an object, whose own fields are declared under its path. */
    void object(String path, String name, boolean required) {
        ObjectNode field = at(path.isEmpty() ? name : path + "." + name);
        if (required) {
            require(path, name);
        } else {
            field.putArray("type").add("object").add("null");
        }
        put(path, name, field);
    }

    /** A field that holds a list of objects; those of its entries are declared under {@code name[]}. */
    void objects(String path, String name, int maxItems) {
        ObjectNode list = optional(path, name, "array").put("maxItems", maxItems);
        list.set("items", at((path.isEmpty() ? name : path + "." + name) + "[]"));
    }

    /** A field that may be true or false as well as what is declared of it next. */
    void orFlag(String path, String name) {
        ObjectNode properties = (ObjectNode) at(path).get("properties");
        if (!properties.has(name)) {
            properties.putObject(name).putArray("anyOf").addObject().put("type", "boolean");
        }
    }

    private void require(String path, String name) {
        ArrayNode required = at(path).withArray("required");
        if (required.valueStream().noneMatch(known -> known.stringValue().equals(name))) {
            required.add(name);
        }
    }

    /** @return the field's schema to be completed, which counts for nothing if the field was known before */
    private ObjectNode put(String path, String name, ObjectNode field) {
        ObjectNode properties = (ObjectNode) at(path).get("properties");
        JsonNode known = properties.get(name);
        if (known == null) {
            properties.set(name, field);
        } else if (known.get("anyOf") instanceof ArrayNode alternatives && alternatives.size() == 1) {
            alternatives.add(field);
        }
        return field;
    }
}
