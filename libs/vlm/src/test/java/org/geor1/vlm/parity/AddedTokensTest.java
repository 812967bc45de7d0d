package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.tokenizer.SpecialToken;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The 22 added tokens of the published vocabulary, 14 of them control tokens: each has the id given in the file,
 * whatever its position, user text never becomes a control token, and all else has the same ids and texts as in
 * {@code transformers}.
 */
class AddedTokensTest {

    private static final int FIRST_ADDED = 151643;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void userTextHasTheSameIdsAsInTransformers(boolean fullVocabulary) throws IOException {
        try (VlmTokenizer tokenizer = published(fullVocabulary)) {
            for (JsonNode row : ParityFiles.json("added_tokens.json").path("texts")) {
                int[] ids = tokenizer.encode(row.path("text").stringValue());
                assertThat(ids).as("%s", row.path("text")).containsExactly(ints(row.path("user")));
                assertThat(tokenizer.decode(ints(row.path("template"))))
                        .as("%s", row.path("text"))
                        .isEqualTo(row.path("decoded").stringValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyTokenKeepsItsId(boolean fullVocabulary) throws IOException {
        List<String> special = new ArrayList<>();
        try (VlmTokenizer tokenizer = published(fullVocabulary)) {
            ParityFiles.json("added_tokens.json")
                    .path("tokens")
                    .get(0)
                    .properties()
                    .forEach(token -> {
                        int id = token.getValue().intValue();
                        int[] spelled = tokenizer.encode(token.getKey());
                        if (tokenizer.decode(new int[] {id}).isEmpty()) {
                            special.add(token.getKey());
                            assertThat(IntStream.of(spelled)).allMatch(part -> part < FIRST_ADDED);
                            assertThat(tokenizer.decode(spelled)).isEqualTo(token.getKey());
                        } else {
                            assertThat(spelled).containsExactly(id);
                        }
                    });
            assertThat(special).hasSize(14);
            assertThat(tokenizer.id(SpecialToken.END_OF_TEXT)).isEqualTo(FIRST_ADDED);
            assertThat(tokenizer.id(SpecialToken.VIDEO_PAD)).isEqualTo(151656);
            assertThat(tokenizer.vocabSize()).isEqualTo(151665);
            assertThat(tokenizer.suppressedIds(151936))
                    .contains(IntStream.rangeClosed(FIRST_ADDED, 151656)
                            .filter(id -> id != tokenizer.id(SpecialToken.IM_END))
                            .toArray())
                    .doesNotContain(IntStream.rangeClosed(151657, 151664).toArray());
        }
    }

    @Test
    void aTokenIsSpecialIfAnyFileSaysSo() throws IOException {
        ObjectNode json = (ObjectNode) ParityFiles.json("published/tokenizer.json");
        json.path("added_tokens").forEach(token -> ((ObjectNode) token).put("special", false));
        write(json);
        try (VlmTokenizer tokenizer = VlmTokenizer.load(directory)) {
            assertThat(tokenizer.encode("<|im_start|><|box_end|>"))
                    .doesNotContain(tokenizer.id(SpecialToken.IM_START))
                    .contains(151649);
        }
        Files.writeString(
                directory.resolve("special_tokens_map.json"),
                "{\"additional_special_tokens\": [{\"content\": \"<|box_end|>\"}], \"eos_token\": \"<tool_call>\"}");
        try (VlmTokenizer tokenizer = VlmTokenizer.load(directory)) {
            assertThat(tokenizer.encode("<|box_end|> <tool_call>")).doesNotContain(151649, 151657);
        }
    }

    @Test
    void readsTokensFromTheOtherFilesToo() throws IOException {
        ObjectNode json = (ObjectNode) ParityFiles.json("published/tokenizer.json");
        write(json);
        Files.writeString(
                directory.resolve("added_tokens.json"),
                "{\"<point>\": 151670, \"<|file_sep|>\": 151664, \"<a>\": 400}");
        Files.writeString(
                directory.resolve("tokenizer_config.json"),
                "{\"extra_special_tokens\": {\"mark\": \"<a>\"}, \"added_tokens_decoder\":"
                        + "{\"151671\": {\"content\": \"<b>\", \"special\": true}}}");
        try (VlmTokenizer tokenizer = VlmTokenizer.load(directory)) {
            assertThat(tokenizer.encode("<point><|file_sep|>")).containsExactly(151670, 151664);
            assertThat(tokenizer.encode("<a><b>")).doesNotContain(400, 151671);
            assertThat(tokenizer.vocabSize()).isEqualTo(151672);
        }
    }

    @Test
    void aCheckpointWithoutTokenizerJsonGivesTheSameTokenizer() throws IOException {
        ObjectNode json = (ObjectNode) ParityFiles.json("published/tokenizer.json");
        List<String> merges = new ArrayList<>(List.of("#version: 0.2"));
        json.path("model").path("merges").forEach(merge -> merges.add(merge.stringValue()));
        Files.write(directory.resolve("merges.txt"), merges);
        Files.write(
                directory.resolve("vocab.json"),
                JSON.writeValueAsBytes(json.path("model").path("vocab")));
        assertRefused("vocab.json: special token <|endoftext|> is missing");
        Files.copy(ParityFiles.path("published/tokenizer_config.json"), directory.resolve("tokenizer_config.json"));
        requireSameIds();
        // As saved by older versions.
        ObjectNode config = (ObjectNode) ParityFiles.json("published/tokenizer_config.json");
        ObjectNode ids = JSON.createObjectNode();
        config.path("added_tokens_decoder")
                .properties()
                .forEach(token ->
                        ids.put(token.getValue().path("content").stringValue(), Integer.parseInt(token.getKey())));
        config.remove("added_tokens_decoder");
        Files.write(directory.resolve("added_tokens.json"), JSON.writeValueAsBytes(ids));
        Files.write(directory.resolve("tokenizer_config.json"), JSON.writeValueAsBytes(config));
        requireSameIds();
        Files.delete(directory.resolve("merges.txt"));
        assertRefused("merges.txt: cannot be read, and there is no tokenizer.json");
    }

    private void requireSameIds() throws IOException {
        try (VlmTokenizer tokenizer = VlmTokenizer.load(directory)) {
            for (JsonNode row : ParityFiles.json("added_tokens.json").path("texts")) {
                assertThat(tokenizer.encode(row.path("text").stringValue()))
                        .as("%s", row.path("text"))
                        .containsExactly(ints(row.path("user")));
            }
        }
    }

    @Test
    void refusesContradictoryFiles() throws IOException {
        ObjectNode json = (ObjectNode) ParityFiles.json("published/tokenizer.json");
        write(json);
        Files.writeString(directory.resolve("added_tokens.json"), "{\"<|im_end|>\": 151646}");
        assertRefused("added_tokens.json: <|im_end|> has two ids, 151645 and 151646");
        Files.writeString(directory.resolve("added_tokens.json"), "{\"<new>\": 151645}");
        assertRefused("tokenizer.json: id 151645 is given to both <|im_end|> and <new>");
        Files.writeString(directory.resolve("added_tokens.json"), "{\"<new>\": 5}");
        assertRefused("tokenizer.json: id 5 is given to both");
        Files.writeString(directory.resolve("added_tokens.json"), "{\"Ġ\": 151700}");
        assertRefused("tokenizer.json: Ġ has two ids, 220 and 151700");
        Files.delete(directory.resolve("added_tokens.json"));
        ((ObjectNode) json.path("added_tokens").get(2)).put("rstrip", true);
        write(json);
        assertRefused("special token <|im_end|> depends on the text beside it");
    }

    @Test
    void refusesMergesThatSpellAControlToken() throws IOException {
        ObjectNode json = (ObjectNode) ParityFiles.json("published/tokenizer.json");
        ObjectNode vocabulary = (ObjectNode) json.path("model").path("vocab");
        ArrayNode merges = (ArrayNode) json.path("model").path("merges");
        String end = "<|im_end|>";
        for (int length = 2; length <= end.length(); length++) {
            merges.add(end.substring(0, length - 1) + " " + end.charAt(length - 1));
            vocabulary.put(end.substring(0, length), length == end.length() ? 151645 : 100_000 + length);
        }
        write(json);
        assertRefused("tokenizer.json: cannot be loaded");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> VlmTokenizer.load(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }

    /** The small vocabulary of the fixture, or one of the published size without gaps in the ids. */
    private VlmTokenizer published(boolean fullVocabulary) throws IOException {
        ObjectNode json = (ObjectNode) ParityFiles.json("published/tokenizer.json");
        ObjectNode vocabulary = (ObjectNode) json.path("model").path("vocab");
        for (int id = vocabulary.size(); fullVocabulary && id < FIRST_ADDED; id++) {
            vocabulary.put("<unused " + id + ">", id);
        }
        write(json);
        return VlmTokenizer.load(directory);
    }

    private void write(ObjectNode json) throws IOException {
        Files.write(directory.resolve("tokenizer.json"), JSON.writeValueAsBytes(json));
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::intValue)
                .toArray();
    }
}
