package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.geor1.vlm.tokenizer.template.ChatTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Conversations in other templates have the same token ids as in {@code transformers}, with default and explicit system
 * messages, several images, several turns, and text that spells control tokens but stays text.
 */
class TemplateParityTest {

    @TempDir
    Path directory;

    @Test
    void conversationsHaveTheSameIds() throws IOException {
        Map<String, ChatTemplate> templates = new HashMap<>();
        try (VlmTokenizer tokenizer = VlmTokenizer.load(ParityFiles.path("published"))) {
            for (JsonNode chat : ParityFiles.json("templates.json").path("chats")) {
                ChatTemplate template =
                        templates.computeIfAbsent(chat.path("template").stringValue(), name -> load(name, tokenizer));
                assertThat(template.encode(
                                PromptParityTest.messages(chat.path("messages")),
                                StreamSupport.stream(chat.path("counts").spliterator(), false)
                                        .map(JsonNode::intValue)
                                        .toList()))
                        .as("%s", chat.path("text"))
                        .containsExactly(PromptParityTest.ints(chat.path("ids")));
            }
        }
        assertThat(templates).hasSize(3);
    }

    private ChatTemplate load(String name, VlmTokenizer tokenizer) {
        try {
            Path checkpoint = Files.createDirectories(directory.resolve(name));
            Files.copy(ParityFiles.path("templates/" + name + ".jinja"), checkpoint.resolve("chat_template.jinja"));
            return ChatTemplate.load(checkpoint, tokenizer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
