package org.geor1.vlm.tokenizer;

import org.geor1.vlm.checkpoint.file.CheckpointException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A token that is looked for in text as a whole, before the text is cut into pieces; fields as in {@code tokenizer.json}.
 *
 * @param special whether it is a control token, which no text of a user may become
 * @param singleWord only where no letter or digit stands beside it
 * @param lstrip takes the white space before it
 * @param rstrip takes the white space behind it
 * @param normalized looked for in normalized text
 */
record AddedToken(
        int id,
        String content,
        boolean special,
        boolean singleWord,
        boolean lstrip,
        boolean rstrip,
        boolean normalized) {

    private static final int MAX_ID = 1 << 22;

    /** A control token without further conditions. */
    static AddedToken control(int id, String content) {
        return new AddedToken(id, content, true, false, false, false, false);
    }

    /** The token that {@code node} describes; flags that are not there mean what they mean in {@code transformers}. */
    static AddedToken read(String file, int id, JsonNode node) {
        if (!node.path("content").isString()
                || node.path("content").stringValue().isEmpty()) {
            throw new CheckpointException(file + ": added token " + id + " has no content");
        }
        boolean special = node.path("special").asBoolean(false);
        return new AddedToken(
                id,
                node.path("content").stringValue(),
                special,
                node.path("single_word").asBoolean(false),
                node.path("lstrip").asBoolean(false),
                node.path("rstrip").asBoolean(false),
                node.path("normalized").asBoolean(!special));
    }

    /** A token id that {@code node} holds as a number. */
    static int requireId(String file, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0 || node.intValue() > MAX_ID) {
            throw new CheckpointException(file + ": expected a token id, found " + node);
        }
        return node.intValue();
    }

    AddedToken asSpecial() {
        return new AddedToken(id, content, true, singleWord, lstrip, rstrip, normalized);
    }

    /** Writes all fields but the id. */
    void putInto(ObjectNode node) {
        node.put("content", content);
        node.put("single_word", singleWord);
        node.put("lstrip", lstrip);
        node.put("rstrip", rstrip);
        node.put("normalized", normalized);
        node.put("special", special);
    }
}
