package org.geor1.benchmarks.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.geor1.benchmarks.files.Directories;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.geor1.vlm.tokenizer.template.ChatMessage;
import org.geor1.vlm.tokenizer.template.ChatTemplate;
import tools.jackson.databind.JsonNode;

/** Text around the added tokens of the published vocabulary, odd characters included, and other chat templates. */
final class TokenizerChecks {

    private static final String NAME = "published";

    private TokenizerChecks() {}

    static List<Check> addedTokens(Goldens goldens) {
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

    static List<Check> templates(Goldens goldens) {
        Map<String, ChatTemplate> templates = new LinkedHashMap<>();
        Map<String, Integer> differing = new LinkedHashMap<>();
        try (VlmTokenizer tokenizer = VlmTokenizer.load(goldens.checkpoint(NAME))) {
            for (JsonNode chat : goldens.json("templates.json").path("chats")) {
                String name = chat.path("template").stringValue();
                ChatTemplate template = templates.computeIfAbsent(name, key -> load(goldens, key, tokenizer));
                List<ChatMessage> messages = new ArrayList<>();
                chat.path("messages").forEach(message -> messages.add(goldens.message(message)));
                List<Integer> counts = StreamSupport.stream(chat.path("counts").spliterator(), false)
                        .map(JsonNode::intValue)
                        .toList();
                differing.merge(
                        name,
                        Distance.differing(template.encode(messages, counts), ints(chat.path("ids"))),
                        Integer::sum);
            }
        }
        return differing.entrySet().stream()
                .map(entry -> new Check(NAME, "token ids in the template " + entry.getKey(), 0, entry.getValue()))
                .toList();
    }

    /** As in a checkpoint with this template. */
    private static ChatTemplate load(Goldens goldens, String name, VlmTokenizer tokenizer) {
        try {
            Path directory = Directories.temporary();
            try {
                Files.copy(goldens.template(name), directory.resolve("chat_template.jinja"));
                return ChatTemplate.load(directory, tokenizer);
            } finally {
                Directories.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }
}
