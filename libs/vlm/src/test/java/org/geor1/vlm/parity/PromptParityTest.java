package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.Safetensors;
import org.geor1.vlm.prompt.EncodedPrompt;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.ChatMessage;
import org.geor1.vlm.tokenizer.ChatTemplate;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Ids, grids, pixel values and positions of whole prompts equal those of {@code transformers}. */
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
        ChatTemplate template = new ChatTemplate(tokenizer);
        for (JsonNode chat : ParityFiles.json("tokenization.json").path("chats")) {
            List<Integer> counts = elements(chat.path("grids"))
                    .map(grid -> ImageParityTest.grid(grid).tokens(2))
                    .toList();
            assertThat(template.encode(messages(chat.path("messages")), counts))
                    .containsExactly(ints(chat.path("ids")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tied,text",
        "tied,one_image",
        "tied,three_images",
        "untied,text",
        "untied,one_image",
        "untied,three_images"
    })
    void wholePromptsAgree(String model, String name) throws IOException {
        Qwen25VlConfig config = Qwen25VlConfig.read(ParityFiles.path(model));
        EncodedPrompt prompt =
                PromptEncoder.load(ParityFiles.path(model), config, tokenizer).encode(prompt(name));
        try (Safetensors golden = Safetensors.open(ParityFiles.path(model + "." + name + ".safetensors"))) {
            assertThat(prompt.inputIds()).containsExactly(longs(golden, "input_ids"));
            assertThat(Stream.of(prompt.positionIds())
                            .flatMapToInt(IntStream::of)
                            .toArray())
                    .containsExactly(longs(golden, "position_ids"));
            assertThat(prompt.nextPosition()).isEqualTo(prompt.inputIds().length + longs(golden, "rope_delta")[0]);
            if (!prompt.images().isEmpty()) {
                assertThat(prompt.grids().stream()
                                .flatMapToInt(grid -> IntStream.of(grid.t(), grid.h(), grid.w()))
                                .toArray())
                        .containsExactly(longs(golden, "image_grid_thw"));
            }
        }
    }

    /** The user turn of a case in {@code cases.json}. */
    static ChatPrompt prompt(String caseName) throws IOException {
        JsonNode parts = elements(ParityFiles.json("cases.json").path("cases"))
                .filter(row -> row.path("name").stringValue().equals(caseName))
                .findFirst()
                .orElseThrow()
                .path("parts");
        List<ChatPrompt.Part> result = new ArrayList<>();
        for (JsonNode part : parts) {
            result.add(
                    part.isNumber()
                            ? new ChatPrompt.Image(ImageParityTest.picture("tile" + part.asInt()))
                            : new ChatPrompt.Text(part.stringValue()));
        }
        return new ChatPrompt(null, result);
    }

    private static List<ChatMessage> messages(JsonNode nodes) throws IOException {
        List<ChatMessage> messages = new ArrayList<>();
        int tile = 0;
        for (JsonNode node : nodes) {
            ChatMessage.Role role =
                    ChatMessage.Role.valueOf(node.path("role").stringValue().toUpperCase(Locale.ROOT));
            if (node.path("content").isString()) {
                messages.add(ChatMessage.text(role, node.path("content").stringValue()));
                continue;
            }
            List<ChatPrompt.Part> parts = new ArrayList<>();
            for (JsonNode part : node.path("content")) {
                parts.add(
                        part.has("text")
                                ? new ChatPrompt.Text(part.path("text").stringValue())
                                : new ChatPrompt.Image(ImageParityTest.picture("tile" + tile++)));
            }
            messages.add(new ChatMessage(role, parts));
        }
        return messages;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static int[] ints(JsonNode array) {
        return elements(array).mapToInt(JsonNode::asInt).toArray();
    }

    private static int[] longs(Safetensors file, String name) {
        LongBuffer buffer = file.bytes(name).asLongBuffer();
        return IntStream.range(0, buffer.remaining())
                .map(i -> Math.toIntExact(buffer.get(i)))
                .toArray();
    }
}
