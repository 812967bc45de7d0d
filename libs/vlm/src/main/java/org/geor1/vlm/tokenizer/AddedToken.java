package org.geor1.vlm.tokenizer;

import org.geor1.vlm.checkpoint.file.CheckpointException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A token matched as a whole before text is split into pieces. The fields are those of {@code tokenizer.json}.
 *
 * @param special whether it is a control token, which user text must never become
 * @param singleWord matches only where no letter or digit is adjacent
 * @param lstrip also matches the white space before it
 * @param rstrip also matches the white space after it
 * @param normalized matched against normalized text
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

    /** A control token with no matching conditions. */
    static AddedToken control(int id, String content) {
        return new AddedToken(id, content, true, false, false, false, false);
    }

    /** The token that {@code node} describes; missing flags have the defaults of {@code transformers}. */
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

    /** The token id in {@code node}, which must be a number. */
    static int requireId(String file, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0 || node.intValue() > MAX_ID) {
            throw new CheckpointException(file + ": expected a token id, found " + node);
        }
        return node.intValue();
    }

    AddedToken asSpecial() {
        return new AddedToken(id, content, true, singleWord, lstrip, rstrip, normalized);
    }

    /** Writes all fields except the id. */
    void putInto(ObjectNode node) {
        node.put("content", content);
        node.put("single_word", singleWord);
        node.put("lstrip", lstrip);
        node.put("rstrip", rstrip);
        node.put("normalized", normalized);
        node.put("special", special);
    }
}
