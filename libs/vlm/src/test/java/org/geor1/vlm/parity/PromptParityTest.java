package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.geor1.vlm.tokenizer.template.ChatMessage;
import org.geor1.vlm.tokenizer.template.ChatTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Token ids of texts and of whole conversations equal those of {@code transformers}. */
class PromptParityTest {

    private static VlmTokenizer tokenizer;

    @BeforeAll
    static void load() {
        tokenizer = VlmTokenizer.load(ParityFiles.path("tokenizer"));
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void textsHaveTheSameIds() throws IOException {
        for (JsonNode row : ParityFiles.json("tokenization.json").path("texts")) {
            assertThat(tokenizer.encode(row.path("text").stringValue()))
                    .as("%s", row.path("text"))
                    .containsExactly(ints(row.path("ids")));
        }
    }

    @Test
    void conversationsHaveTheSameIds() throws IOException {
        ChatTemplate template = ChatTemplate.load(ParityFiles.path("tokenizer"), tokenizer);
        for (JsonNode chat : ParityFiles.json("tokenization.json").path("chats")) {
            List<Integer> counts = elements(chat.path("grids"))
                    .map(grid -> ImageParityTest.grid(grid).tokens(2))
                    .toList();
            assertThat(template.encode(messages(chat.path("messages")), counts))
                    .containsExactly(ints(chat.path("ids")));
        }
    }

    /** The user's turn of a case in {@code cases.json}. */
    static ChatPrompt prompt(String caseName) throws IOException {
        JsonNode messages = ParityFiles.json("cases.json").path(caseName).path("messages");
        return new ChatPrompt(null, parts(messages.get(messages.size() - 1).path("content")));
    }

    static List<ChatMessage> messages(JsonNode nodes) throws IOException {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode node : nodes) {
            ChatMessage.Role role =
                    ChatMessage.Role.valueOf(node.path("role").stringValue().toUpperCase(Locale.ROOT));
            if (node.path("content").isString()) {
                messages.add(ChatMessage.text(role, node.path("content").stringValue()));
                continue;
            }
            messages.add(new ChatMessage(role, parts(node.path("content"))));
        }
        return messages;
    }

    private static List<ChatPrompt.Part> parts(JsonNode content) throws IOException {
        List<ChatPrompt.Part> parts = new ArrayList<>();
        for (JsonNode part : content) {
            parts.add(
                    part.has("text")
                            ? new ChatPrompt.Text(part.path("text").stringValue())
                            : new ChatPrompt.Image(
                                    ImageParityTest.picture(part.path("image").stringValue())));
        }
        return parts;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static int[] ints(JsonNode array) {
        return elements(array).mapToInt(JsonNode::asInt).toArray();
    }
}
