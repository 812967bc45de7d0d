package org.geor1.geo.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions are read in the documented forms and in no others; whatever an answer holds, reading it takes linear time. */
class AnswerPositionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "48.8566, 2.3522",
                "48.8566,2.3522",
                "+48.8566 , +2.3522",
                "(48.8566, 2.3522)",
                "48.8566°, 2.3522°",
                "{\"lat\": 48.8566, \"lon\": 2.3522}",
                "{\"city\":\"Paris\",\"lon\":2.3522,\"lat\":48.8566}",
                "{\"latitude\":48.8566,\"longitude\":2.3522}",
                "48.8566° N, 2.3522° E",
                "48.8566 N 2.3522 E",
                "48.8566n, 2.3522e",
                "2.3522° E, 48.8566° N",
                "N 48.8566, E 2.3522",
                "48°51'23.76\"N 2°21'7.92\"E",
                "48° 51′ 23.76″ N, 2° 21′ 7.92″ E"
            })
    void aWholeAnswerInAKnownFormIsAPosition(String answer) {
        AnswerPosition position = read(answer, false);
        assertThat(position.latitude()).isEqualTo(48.8566, Offset.offset(1e-9));
        assertThat(position.longitude()).isEqualTo(2.3522, Offset.offset(1e-9));
        assertThat(read(answer, true)).isEqualTo(position);
    }

    @Test
    void southAndWestAreNegativeAndSoIsAMinusOfAnyKind() {
        assertThat(read("33.8688° S, 151.2093° W", false)).isEqualTo(new AnswerPosition(-33.8688, -151.2093));
        assertThat(read("-33.5, \u2212151.5", false)).isEqualTo(new AnswerPosition(-33.5, -151.5));
        assertThat(read("S 10, W 20", false)).isEqualTo(new AnswerPosition(-10, -20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Paris",
                "48.8566",
                "48.8566 2.3522",
                "48.8566, 2.3522, 35",
                "48,8566, 2,3522",
                "1048.8566, 2.3522",
                "48.85.66, 2.3522",
                "NaN, NaN",
                "48.8566° N, 2.3522° N",
                "48.8566° E, 2.3522° W",
                "48°60'N, 2°21'E",
                "{\"lat\":\"48.8566\",\"lon\":\"2.3522\"}",
                "{\"lat\":NaN,\"lon\":2}",
                "{\"lat\":48.8566}",
                "{\"lat\":48.8566,\"longitude\":2.3522}",
                "[48.8566, 2.3522]",
                "It is 48.8566, 2.3522.",
                "48.8566, 2.3522 or 40.7, -74.0",
                "\uD83D\uDDFA\uFE0F 48.8566, 2.3522"
            })
    void nothingElseIsOne(String answer) {
        assertThat(AnswerPosition.read("<answer>" + answer + "</answer>", false))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It is 48.8566, 2.3522.",
                "\uD83D\uDDFA\uFE0F 48.8566, 2.3522 \uD83D\uDE80",
                "**48.8566° N, 2.3522° E** (Paris)",
                "48.8566, 2.3522; again: 48.8566, 2.3522",
                "In 1889, 12 people: about (48.8566, 2.3522)",
                "```json {\"lat\":\"48.8566\",\"lon\":\"2.3522\"}```"
            })
    void tolerantReadingFindsTheOnlyPositionAmongWords(String answer) {
        assertThat(read(answer, true)).isEqualTo(new AnswerPosition(48.8566, 2.3522));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "48.8566, 2.3522 or 40.7128, -74.0060",
                "(1, 2) or (3, 4)",
                "on the 12, 13 of May",
                "1048.8566° N, 2.3522° E",
                "no idea"
            })
    void tolerantReadingTakesNoneOfSeveralAndNoOrdinaryNumbers(String answer) {
        assertThat(AnswerPosition.read("<answer>" + answer + "</answer>", true)).isEmpty();
    }

    @Test
    void onlyTheFirstAnswerBlockCounts() {
        assertThat(AnswerPosition.read("48.8566, 2.3522", true)).isEmpty();
        assertThat(AnswerPosition.read("<answer>1, 2</answer><answer>3, 4</answer>", false))
                .hasValue(new AnswerPosition(1, 2));
    }

    @ParameterizedTest
    @CsvSource({"91, 0", "-90.1, 0", "0, 180.1", "0, -181", "139.69, 35.68"})
    void aPositionOutOfRangeIsReadButIsNoPoint(double latitude, double longitude) {
        AnswerPosition position = read(latitude + ", " + longitude, false);
        assertThat(position).isEqualTo(new AnswerPosition(latitude, longitude));
        assertThat(position.point()).isEmpty();
        assertThat(read("{\"lat\":1e400,\"lon\":0}", false).point()).isEmpty();
        assertThat(read("90, -180", false).point()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.",
                "1.1 ",
                "1 , ",
                "( ",
                "N ",
                "1°1'",
                "{",
                "{\"a\":",
                "\u2212",
                "\uD83D\uDE00",
                "1.2, 3.4 "
            })
    void longAnswersTakeLinearTime(String piece) {
        String hostile = "<answer>" + piece.repeat(200_000 / piece.length()) + "</answer>";
        long start = System.nanoTime();
        AnswerPosition.read(hostile, true);
        // Twenty times the length that is asked for; quadratic time would be minutes.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private static AnswerPosition read(String answer, boolean tolerant) {
        return AnswerPosition.read("<think>x</think><answer>" + answer + "</answer>", tolerant)
                .orElseThrow();
    }
}
