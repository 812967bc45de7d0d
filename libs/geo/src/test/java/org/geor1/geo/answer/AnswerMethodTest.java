package org.geor1.geo.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Contract: which letter each method reads. {@code mcq.json} holds the results of the published code. */
class AnswerMethodTest {

    static JsonNode published() throws IOException {
        try (InputStream in = Objects.requireNonNull(AnswerMethodTest.class.getResourceAsStream("mcq.json"))) {
            return JsonMapper.shared().readTree(in);
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void mcqAgreesWithThePublishedCode(JsonNode row) {
        Optional<Character> letter = row.required("letter").stringValueOpt().map(text -> text.charAt(0));
        assertThat(AnswerMethod.MCQ.letter(row.required("completion").stringValue()))
                .as("%s", row)
                .isEqualTo(letter);
    }

    /** The right answer is C. Results of strict, mcq, tolerant: a hyphen means 0, a plus 1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<answer>C</answer>               | +++",
                "<answer> C </answer>             | +++",
                "<answer>c</answer>               | -++",
                "<answer>C.</answer>              | -++",
                "<answer>C. the third</answer>    | -++",
                "<answer>c. the third</answer>    | -++",
                "<answer>Option C</answer>        | -++",
                "C                                | -+-",
                "<answer>(C)</answer>             | --+",
                "<answer>**C**</answer>           | --+",
                "<answer>C is it</answer>         | --+",
                "<answer>(c)</answer>             | --+",
                "<answer>C, C and C</answer>      | -++",
                "<answer>A or C</answer>          | -+-",
                "<answer>Not A, but C.</answer>   | -+-",
                "<answer>a park</answer>          | ---",
                "<answer>option c</answer>        | -+-",
                "<answer>B</answer>               | ---",
                "<answer></answer>                | ---",
                "<think>C</think>                 | ---",
                "<answer>C</answer><answer>B</answer> | +++",
                "<answer>B</answer><answer>C</answer> | ---",
            })
    void eachMethodDecidesWhetherAnAnswerIsRight(String completion, String expected) {
        StringBuilder found = new StringBuilder();
        for (AnswerMethod method : AnswerMethod.values()) {
            found.append(method.isCorrect(completion, "C") ? '+' : '-');
        }
        assertThat(found).hasToString(expected);
    }

    /** With quadratic time this would not finish, and with one stack frame per character it would overflow. */
    @ParameterizedTest
    @EnumSource
    void hostileTextIsReadInLinearTime(AnswerMethod method) {
        String marks = "*".repeat(400_000);
        assertThat(method.letter("<answer>" + marks + "c" + marks + "d</answer>"))
                .isEqualTo(method == AnswerMethod.MCQ ? Optional.of('D') : Optional.empty());
        assertThat(method.letter("<answer>" + "A. ".repeat(200_000) + "</answer>"))
                .isEqualTo(method == AnswerMethod.STRICT ? Optional.empty() : Optional.of('A'));
        assertThat(method.letter("<answer>".repeat(100_000))).isEmpty();
    }

    @Test
    void malformedTextIsReadLikeAnyOther() {
        for (AnswerMethod method : AnswerMethod.values()) {
            assertThat(method.letter("\u0000\uFFFD\uD800")).isEmpty();
        }
    }
}
