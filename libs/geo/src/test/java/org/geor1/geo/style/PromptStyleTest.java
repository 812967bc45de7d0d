package org.geor1.geo.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.task.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract: every style words every question, with one mark for each image; a name that no style has is refused. */
class PromptStyleTest {
    private static final Map<String, Map<String, String>> KINDS = Map.of(
            "city", Map.of(),
            "country", Map.of(),
            "climate", Map.of(),
            "lies", Map.of("direction", "north"),
            "side", Map.of(),
            "fits", Map.of("letter", "B", "described", "north lake"));

    static List<PromptStyle> styles() {
        return PromptStyles.names().stream().map(PromptStyles::named).toList();
    }

    @ParameterizedTest
    @MethodSource("styles")
    void everyQuestionHasAMarkForEachImageAndNoGap(PromptStyle style) {
        for (int k = 2; k <= Question.MAX_CANDIDATES; k++) {
            assertThat(marks(style.prompt(new Question.Pairing(k)))).isEqualTo(1 + k);
        }
        List<Question> ofOneImage = new ArrayList<>();
        for (ImageRole role : ImageRole.values()) {
            ofOneImage.add(new Question.Geolocation(role));
            KINDS.forEach((kind, values) -> ofOneImage.add(new Question.Reasoning(kind, role, values)));
        }
        for (Question question : ofOneImage) {
            String prompt = style.prompt(question);
            assertThat(marks(prompt)).as("images in: %s", prompt).isEqualTo(1);
            assertThat(prompt)
                    .contains("<think> </think>", "<answer> </answer>")
                    .doesNotContain("{", "}");
        }
    }

    @Test
    void aDatasetsOwnQuestionIsWordedAsThePublishedTrainingScriptDoes() {
        String prompt = PromptStyles.named("geo-r1").prompt(new Question.Given("<image>Here? <image> Or <image>?\n"));
        assertThat(prompt)
                .isEqualTo("<image><image><image>Here?  Or ?\n First output the thinking process in <think> </think>"
                        + " tags and then output the final answer in <answer> </answer> tags.");
        assertThat(PromptStyles.named("nano").prompt(new Question.Given("A:<image>?")))
                .isEqualTo("A:<image>? think in <think> </think>, then answer in <answer> </answer>.");
    }

    @Test
    void whatFillsAGapIsTakenAsItIs() {
        String hostile = "{images}{instruction} $1 \\ {nothing}";
        for (PromptStyle style : styles()) {
            assertThat(style.prompt(new Question.Given(hostile))).contains(hostile);
        }
    }

    @Test
    void planetsDiffer() {
        assertThat(PromptStyles.named("nano").planet()).isEqualTo("mini-earth");
        assertThat(PromptStyles.named("geo-r1").planet()).isEqualTo("earth");
    }

    @Test
    void aNameStandsForItsNewestVersion() {
        assertThat(PromptStyles.names()).containsExactly("geo-r1", "nano");
        assertThat(PromptStyles.named("nano")).isSameAs(PromptStyles.named("nano.v1"));
        assertThat(PromptStyles.named(null).name()).isEqualTo("geo-r1");
        assertThatExceptionOfType(UnknownStyleException.class)
                .isThrownBy(() -> PromptStyles.named("nanno"))
                .withMessage("there is no prompt style 'nanno'; known are geo-r1, nano");
    }

    @Test
    void aQuestionWithoutWordsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptStyles.named("geo-r1")
                        .prompt(new Question.Reasoning("weather", ImageRole.PHOTO, Map.of())))
                .withMessageContaining("weather");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PromptStyles.named("nano").prompt(new Question.Reasoning("lies", ImageRole.TILE, Map.of())))
                .withMessageContaining("{direction}");
        assertThatIllegalArgumentException().isThrownBy(() -> new Question.Pairing(11));
    }

    private static int marks(String prompt) {
        return prompt.split(PromptStyle.IMAGE, -1).length - 1;
    }
}
