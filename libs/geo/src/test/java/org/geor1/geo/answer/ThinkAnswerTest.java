package org.geor1.geo.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: the published regular expressions, in linear time. */
class ThinkAnswerTest {
    private static final Pattern PUBLISHED =
            Pattern.compile("<think>.*?</think>\\s*<answer>.*?</answer>", Pattern.DOTALL);

    @Test
    void readsThoughtAndLetter() {
        ThinkAnswer parsed = ThinkAnswer.parse("<think>north lake\nso b</think>\n <answer> B\n</answer>");

        assertThat(parsed.think()).contains("north lake\nso b");
        assertThat(parsed.answer()).contains(" B\n");
        assertThat(parsed.letter()).contains('B');
        assertThat(parsed.wellFormed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "B",
                "<answer>B</answer>",
                "<think></think><answer></answer>",
                "<think>a</think><answer>B</answer>",
                "<think>a</think> x <answer>B</answer>",
                "<think>a</think><answer>B</answer> ",
                " <think>a</think><answer>B</answer>",
                "<think>a</think><answer>B</answer><answer>C</answer>",
                "<think>a</think>b</think><answer>B</answer>",
                "<think>a</think><think>b</think>\t<answer>B</answer>",
                "<think>a<answer>B</answer>",
                "<think></think><answer>",
                "<think></think></answer>",
                "<think>a</think><answer></answer></answer>",
                "<think><answer>A</answer></think><answer>B</answer>"
            })
    void agreesWithThePublishedPattern(String completion) {
        assertThat(ThinkAnswer.parse(completion).wellFormed())
                .isEqualTo(PUBLISHED.matcher(completion).matches());
    }

    @Test
    void readsTheFirstAnswer() {
        assertThat(ThinkAnswer.parse("<answer>C</answer><answer>D</answer>").letter())
                .contains('C');
        assertThat(ThinkAnswer.parse("<think><answer>A</answer></think><answer>B</answer>")
                        .letter())
                .contains('A');
    }

    @ParameterizedTest
    @ValueSource(strings = {"AB", "", " ", "K", "b", "A.", "(A)", "Ａ"})
    void onlyOneCapitalLetterFromAToJIsALetter(String answer) {
        assertThat(ThinkAnswer.parse("<answer>" + answer + "</answer>").letter())
                .isEmpty();
    }

    @Test
    void ignoresAnUnclosedAnswer() {
        assertThat(ThinkAnswer.parse("<think>a</think><answer>B").answer()).isEmpty();
        assertThat(ThinkAnswer.parse("</answer><answer>B").answer()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<think>cues: red</think><answer>norvik</answer>, cues: red",
        "<think>cues: red</think>, cues: red",
        "<think>cues: red, cues: red",
        "<think>cues: red</thi, cues: red",
        "cues: red</think><answer>norvik</answer>, cues: red",
        "cues: red<answer>norvik</answer>, cues: red",
        "<think>cues: <think>red</think>, cues: red",
        "<thi<think>nk>cues: red<answer, cues: red",
        "cues: red <answer>nor, cues: red nor",
        "1 < 2, 1 < 2"
    })
    void reasoningHasNoTags(String completion, String reasoning) {
        assertThat(ThinkAnswer.reasoning(completion)).isEqualTo(reasoning);
    }

    /** A backtracking matcher would take hours on these. */
    @Test
    void hostileInputIsReadInOnePass() {
        String closes = "<think>" + "</think> ".repeat(300_000) + "</answer>";
        String spaces = "<think></think>" + " ".repeat(2_000_000) + "</answer>";
        String opens = "<think>".repeat(300_000) + "<answer>".repeat(300_000);

        assertThat(ThinkAnswer.parse(closes).wellFormed()).isFalse();
        assertThat(ThinkAnswer.parse(spaces).wellFormed()).isFalse();
        assertThat(ThinkAnswer.parse(opens).wellFormed()).isFalse();
        assertThat(ThinkAnswer.reasoning("<th".repeat(300_000) + "ink>".repeat(300_000)))
                .isEmpty();
    }
}
