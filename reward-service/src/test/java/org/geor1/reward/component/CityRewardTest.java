package org.geor1.reward.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.geor1.protocol.reward.RewardTruth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CityRewardTest extends RewardContract {

    @Override
    Reward reward() {
        return new CityReward(false);
    }

    @Override
    RewardTruth truth() {
        return city("Lisbon", "Portugal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Lisbon | Lisbon | Portugal",
                "Lisboa | Lisbon | PT",
                "lisbon, portugal | Lisboa | Portugal",
                "München | Munich | Germany",
                "Munchen, Deutschland | Munich | Germany",
                "Sao Paulo | São Paulo | Brazil",
                "Москва | Moscow | Russia",
                "Paris, Texas, USA | Paris | United States",
                "London, Ontario | London | Canada",
                "{\"city\":\"Lisbon\"} | Lisbon | Portugal",
                "norvik | Norvik | Norland",
                "Norvik, Norland | Norvik | Norland",
                "Washington, D.C. | Washington | United States"
            })
    void namesOfTheSameCityAreRight(String answer, String city, String country) {
        assertThat(score(reward(), answer, city(city, country))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Porto | Lisbon | Portugal",
                "'' | Lisbon | Portugal",
                "Portugal | Lisbon | Portugal",
                "Lisbon, Spain | Lisbon | Portugal",
                "Paris, Texas, USA | Paris | France",
                "Lisbon or Porto | Lisbon | Portugal",
                "Lisbon, Atlantis | Lisbon | Portugal",
                "**Lisbon** | Lisbon | Portugal",
                "Norvik, Arda | Norvik | Norland"
            })
    void otherAnswersAreWrong(String answer, String city, String country) {
        assertThat(score(reward(), answer, city(city, country))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"**Lisbon, Portugal.**", "City: Lisbon\nCountry: Portugal", "(Lisboa)"})
    void marksAndLabelsAreToleratedWhereThatIsAskedFor(String answer) {
        assertThat(score(new CityReward(true), answer, truth())).isEqualTo(1);
    }

    @Test
    void aPositionTellsHomonymsApart() {
        RewardTruth texas = new RewardTruth(null, "Paris", null, 33.66, -95.55);
        assertThat(score(reward(), "Paris, Texas", texas)).isEqualTo(1);
        assertThat(score(reward(), "Paris, France", texas)).isZero();
        assertThat(score(reward(), "Paris", texas)).isEqualTo(1);
    }

    @Test
    void aPositionAloneIsInTheCitiesAroundIt() {
        // Boulogne-Billancourt, nearest to its own town hall, is what people call Paris.
        RewardTruth suburb = new RewardTruth(null, null, null, 48.8352, 2.2410);
        assertThat(score(reward(), "Paris", suburb)).isEqualTo(1);
        assertThat(score(reward(), "Boulogne-Billancourt", suburb)).isEqualTo(1);
        assertThat(score(reward(), "Lyon", suburb)).isZero();
        assertThat(reward().lacks(input("x", 1, new RewardTruth(null, null, null, -40.0, -120.0))))
                .hasValue("lat and lon have no city within 50 km");
        assertThat(reward().lacks(input("x", 1, "B"))).isPresent();
    }

    @Test
    void theCityThatWasReadIsSaid() {
        assertThat(reward().parsed(input("<answer>Lisboa</answer>", 1, truth())))
                .hasValue("Lisbon, PT");
        assertThat(reward().parsed(input("<answer>Nowhere at all</answer>", 1, truth())))
                .hasValue("Nowhere at all (unknown to the gazetteer)");
    }

    private static RewardTruth city(String name, String country) {
        return new RewardTruth(null, name, country, null, null);
    }

    private static double score(Reward reward, String answer, RewardTruth truth) {
        return reward.score(input("<answer>" + answer + "</answer>", 1, truth));
    }
}
