package org.geor1.vlm.checkpoint.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object in a checkpoint, as {@code transformers} understands them: an absent or null field has
 * the default of its class, and {@code 14.0} is the integer 14. A value of the wrong type is an error that names the
 * field.
 *
 * @param file the file that holds the object, for messages
 * @param path names of the enclosing objects, each followed by a dot
 * @param node the object; a missing object has no fields
 */
public record CheckpointFields(String file, String path, JsonNode node) {

    /** Messages must stay on one line, whatever the file holds. */
    private static final int LONGEST_SHOWN = 80;

    /** The object in field {@code name}. */
    public CheckpointFields object(String name) {
        JsonNode child = node.path(name);
        if (has(name) && !child.isObject()) {
            throw wrong(name, "an object", child);
        }
        return new CheckpointFields(file, path + name + ".", child);
    }

    /** Whether the field is present and not null. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    public int integer(String name, int fallback) {
        return has(name) ? integerOf(name, node.path(name)) : fallback;
    }

    public double number(String name, double fallback) {
        if (!has(name)) {
            return fallback;
        }
        if (!node.path(name).isNumber()) {
            throw wrong(name, "a number", node.path(name));
        }
        return node.path(name).doubleValue();
    }

    public boolean flag(String name, boolean fallback) {
        if (!has(name)) {
            return fallback;
        }
        if (!node.path(name).isBoolean()) {
            throw wrong(name, "true or false", node.path(name));
        }
        return node.path(name).booleanValue();
    }

    public String text(String name, String fallback) {
        if (!has(name)) {
            return fallback;
        }
        if (!node.path(name).isString()) {
            throw wrong(name, "a text", node.path(name));
        }
        return node.path(name).stringValue();
    }

    public List<Integer> integers(String name, List<Integer> fallback) {
        if (!has(name)) {
            return fallback;
        }
        if (!node.path(name).isArray()) {
            throw wrong(name, "a list of integers", node.path(name));
        }
        List<Integer> values = new ArrayList<>();
        node.path(name).forEach(value -> values.add(integerOf(name, value)));
        return values;
    }

    /** A list of numbers; a single number stands for {@code size} equal ones. */
    public List<Double> numbers(String name, int size, List<Double> fallback) {
        if (!has(name)) {
            return fallback;
        }
        JsonNode list = node.path(name);
        if (list.isNumber()) {
            return Collections.nCopies(size, list.doubleValue());
        }
        List<Double> values = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isNumber()) {
                throw wrong(name, "numbers", list);
            }
            values.add(value.doubleValue());
        }
        return values;
    }

    private int integerOf(String name, JsonNode value) {
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        // NaN equals nothing, and infinity does not fit an int.
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw wrong(name, "an integer", value);
        }
        return (int) number;
    }

    /** An error about field {@code name} of this object. */
    public CheckpointException wrong(String name, Object expected, Object found) {
        String shown = String.valueOf(found);
        if (shown.length() > LONGEST_SHOWN) {
            shown = shown.substring(0, LONGEST_SHOWN) + "…";
        }
        return new CheckpointException(file + ": " + path + name + ": expected " + expected + ", found " + shown);
    }
}
