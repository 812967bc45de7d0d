package org.geor1.benchmarks.parity;

import java.util.List;
import java.util.stream.StreamSupport;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import tools.jackson.databind.JsonNode;

/** Text around the added tokens of the published vocabulary, odd characters included. */
final class TokenizerChecks {

    private static final String NAME = "published";

    private TokenizerChecks() {}

    static List<Check> of(Goldens goldens) {
        int ids = 0;
        int texts = 0;
        try (VlmTokenizer tokenizer = VlmTokenizer.load(goldens.checkpoint(NAME))) {
            for (JsonNode row : goldens.json("added_tokens.json").path("texts")) {
                ids += Distance.differing(tokenizer.encode(row.path("text").stringValue()), ints(row.path("user")));
                String decoded = tokenizer.decode(ints(row.path("template")));
                texts += decoded.equals(row.path("decoded").stringValue()) ? 0 : 1;
            }
        }
        return List.of(
                new Check(NAME, "token ids of user text around added tokens", 0, ids),
                new Check(NAME, "decoded texts around added tokens", 0, texts));
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }
}
