package org.geor1.trainer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.geor1.geo.picture.BlankPictures;
import org.geor1.geo.picture.Pictures;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.task.Question;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.run.PromptStyleName;
import org.geor1.trainer.rollout.Prompts;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.geor1.vlm.tokenizer.template.ChatTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: a row in VLM-R1's layout becomes the token ids that the paper's training script makes of it with {@code
 * transformers}, when it is asked in style geo-r1 with the published template and control tokens. The golden is by {@code
 * benchmarks/parity/make_style_fixture.py}.
 */
class PublishedRowTest {
    private static final Path PARITY = Path.of("../libs/vlm/src/test/resources/parity");

    @TempDir
    Path directory;

    @Test
    void styleGeoR1AsksAsThePublishedScriptDoes() throws IOException {
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(PARITY.resolve("published").resolve(file), directory.resolve(file));
        }
        Files.copy(PARITY.resolve("templates/published.jinja"), directory.resolve("chat_template.jinja"));
        JsonNode cases = golden().get("cases");
        assertThat(cases).hasSize(2);
        try (VlmTokenizer tokenizer = VlmTokenizer.load(directory)) {
            ChatTemplate template = ChatTemplate.load(directory, tokenizer);
            for (JsonNode row : cases) {
                List<Integer> tokens = ints(row.get("tokens"));
                ChatPrompt prompt = prompt(row.at("/row/conversations/0/value").stringValue(), tokens.size());
                assertThat(template.encode(prompt, tokens))
                        .containsExactly(ints(row.get("ids")).stream()
                                .mapToInt(Integer::intValue)
                                .toArray());
            }
        }
    }

    @Test
    void everyStyleCanBeAskedFor() {
        assertThat(List.of(PromptStyleName.values()))
                .extracting(PromptStyleName::wire)
                .containsExactlyElementsOf(PromptStyles.names());
    }

    private static ChatPrompt prompt(String human, int images) {
        List<PromptPart.Image> parts = IntStream.range(0, images)
                .mapToObj(i -> new PromptPart.Image(BlankPictures.name(56, 56), null, null))
                .toList();
        String text = PromptStyles.named("geo-r1").prompt(new Question.Given(human));
        ChatPrompt prompt = new Prompts(new Pictures(List.of())).render(Prompts.interleave(text, parts));
        assertThat(prompt.images()).hasSize(images);
        return prompt;
    }

    private static List<Integer> ints(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .map(JsonNode::intValue)
                .toList();
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(PublishedRowTest.class.getResourceAsStream("/style/geo-r1.json"))) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
