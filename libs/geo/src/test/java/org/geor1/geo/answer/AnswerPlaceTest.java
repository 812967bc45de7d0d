package org.geor1.geo.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are taken from a whole answer or from its labels; what surrounds them is left out only where that is allowed. */
class AnswerPlaceTest {

    @Test
    void aWholeAnswerIsATextWithItsParts() {
        AnswerPlace place = read(" Paris, Texas, USA ", false);
        assertThat(place).isEqualTo(new AnswerPlace("Paris, Texas, USA", "", ""));
        assertThat(place.parts()).containsExactly("Paris", "Texas", "USA");
        assertThat(AnswerPlace.read("<answer>**Lisbon, Portugal.**</answer>", false))
                .isEmpty();
        assertThat(AnswerPlace.read("<answer>Lisbon.</answer>", false)).isEmpty();
        assertThat(read("Washington, D.C.", false).text()).isEqualTo("Washington, D.C.");
        assertThat(read("'s-Hertogenbosch", false).text()).isEqualTo("'s-Hertogenbosch");
        assertThat(read("**Lisbon, Portugal.**", true).text()).isEqualTo("Lisbon, Portugal");
        assertThat(read("\uD83C\uDDF5\uD83C\uDDF9 Lisbon!", true).text()).isEqualTo("Lisbon");
    }

    @Test
    void anObjectHasLabels() {
        String object = "{\"country\":\"Portugal\",\"city\":\" Lisbon \",\"lat\":38.7}";
        assertThat(read(object, false)).isEqualTo(new AnswerPlace("", "Lisbon", "Portugal"));
        assertThat(read("It is\n```json\n" + object + "\n```", true))
                .isEqualTo(new AnswerPlace("", "Lisbon", "Portugal"));
        assertThat(AnswerPlace.read("<answer>{\"country\":7}</answer>", false)).isEmpty();
    }

    @Test
    void linesMayHaveLabelsWhereWordsAreTolerated() {
        String lines = "Country: Portugal\n- **City:** Lisbon.\nreason: trams";
        assertThat(read(lines, true)).isEqualTo(new AnswerPlace("", "Lisbon", "Portugal"));
        assertThat(read(lines, false).city()).isEmpty();
        assertThat(read("country: Spain\ncountry: Portugal", true).country()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "..."})
    void anEmptyAnswerNamesNothing(String answer) {
        assertThat(AnswerPlace.read("<answer>" + answer + "</answer>", true)).isEmpty();
        assertThat(AnswerPlace.read(answer, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "city:", "city", "*", ",", "{", "\n", "\uD83D\uDE00", "country: x\n"})
    void longAnswersTakeLinearTime(String piece) {
        String hostile = "<answer>" + piece.repeat(200_000 / piece.length()) + "</answer>";
        long start = System.nanoTime();
        AnswerPlace.read(hostile, true);
        // Twenty times the length that is asked for; quadratic time would be minutes.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(AnswerPlace.read("<answer>" + "x".repeat(201) + "</answer>", false))
                .isEmpty();
    }

    private static AnswerPlace read(String answer, boolean tolerant) {
        return AnswerPlace.read("<answer>" + answer + "</answer>", tolerant).orElseThrow();
    }
}
