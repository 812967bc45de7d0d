package org.geor1.geo.answer;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object in an answer. */
final class AnswerObject {

    /** Longer ones are no answers, and reading them would cost more than any other form does. */
    private static final int LONGEST = 20_000;

    private static final ObjectReader JSON =
            JsonMapper.shared().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AnswerObject() {}

    /** The object that the text is. */
    static Optional<JsonNode> whole(String text) {
        if (!text.startsWith("{") || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.<JsonNode>readValue(text));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** The object from the first brace to the last. */
    static Optional<JsonNode> within(String text) {
        int first = text.indexOf('{');
        int last = text.lastIndexOf('}');
        return first < 0 || last < first ? Optional.empty() : whole(text.substring(first, last + 1));
    }
}
