package org.geor1.gazetteer.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON objects that stand in a text, such as in a code fence among sentences.
 *
 * @param valid the outermost objects in their order
 * @param broken whether there is one that is not valid JSON, or names a field twice
 */
record JsonObjects(List<JsonNode> valid, boolean broken) {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    /** One pass over the text. */
    static JsonObjects in(String text) {
        List<JsonNode> objects = new ArrayList<>();
        boolean broken = false;
        int depth = 0;
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                quoted = c != '"';
                // Whatever is escaped ends no string.
                i += c == '\\' ? 1 : 0;
            } else if (c == '"') {
                // Quotation marks of sentences need not be paired.
                quoted = depth > 0;
            } else if (c == '{' && depth++ == 0) {
                start = i;
            } else if (c == '}' && depth > 0 && --depth == 0) {
                String object = text.substring(start, i + 1);
                Optional<JsonNode> parsed = parse(object);
                parsed.ifPresent(objects::add);
                // Sentences may have braces too.
                broken |= parsed.isEmpty() && object.indexOf('"') >= 0;
            }
        }
        return new JsonObjects(objects, broken);
    }

    private static Optional<JsonNode> parse(String object) {
        try {
            return Optional.of(MAPPER.readTree(object));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
