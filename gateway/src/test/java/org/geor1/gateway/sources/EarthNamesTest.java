package org.geor1.gateway.sources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: a city's name is found with or without its country and region; a contradiction, or prose, is no place. */
class EarthNamesTest {
    private final EarthNames names = new EarthNames();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Lisbon | Lisbon | Portugal | 38.7",
                "'  lisbon, PORTUGAL. ' | Lisbon | Portugal | 38.7",
                "Paris | Paris | France | 48.9",
                "Portland, Oregon | Portland | United States | 45.5",
                "Portland, Maine, USA | Portland | United States | 43.7",
                "Tbilisi, Georgia | Tbilisi | Georgia | 41.7",
                "Atlanta, Georgia | Atlanta | United States | 33.7"
            })
    void aNameIsACity(String answer, String city, String country, double latitude) {
        assertThat(names.find(answer)).hasValueSatisfying(place -> {
            assertThat(place.city()).isEqualTo(city);
            assertThat(place.country()).isEqualTo(country);
            assertThat(place.position().latitude()).isBetween(latitude - 0.2, latitude + 0.2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "norvik", "Lisbon, Japan", "a, b, c, d, e", "I cannot tell."})
    void anythingElseIsNone(String answer) {
        assertThat(names.find(answer)).isEmpty();
    }

    @Test
    void aLongAnswerIsNotSearched() {
        assertThat(names.find("Lisbon, Portugal" + " ".repeat(500))).isEmpty();
        assertThat(names.planet()).isEqualTo("earth");
    }
}
