package org.geor1.reward.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.geor1.protocol.reward.RewardTruth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryRewardTest extends RewardContract {

    @Override
    Reward reward() {
        return new CountryReward(false);
    }

    @Override
    RewardTruth truth() {
        return country("Portugal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Portugal | Portugal",
                "portugal | PT",
                "PRT | Portugal",
                "Lisbon, Portugal | Portugal",
                "Paris, Texas, USA | United States",
                "Deutschland | Germany",
                "Cote d'Ivoire | Côte d’Ivoire",
                "Ivory Coast | Côte d’Ivoire",
                "日本 | Japan",
                "{\"city\":\"Lisbon\",\"country\":\"Portugal\"} | Portugal",
                "Puerto Rico | United States",
                "norland | Norland"
            })
    void namesOfTheSameCountryAreRight(String answer, String truth) {
        assertThat(score(reward(), answer, country(truth))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Spain | Portugal",
                "'' | Portugal",
                "Lisbon | Portugal",
                "Portugal or Spain | Portugal",
                "Portugal, Spain | Portugal",
                "**Portugal** | Portugal",
                "It is Portugal. | Portugal",
                "Atlantis | Portugal",
                "Portugal | Norland"
            })
    void otherAnswersAreWrong(String answer, String truth) {
        assertThat(score(reward(), answer, country(truth))).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "**Portugal**",
                "Portugal.",
                "country: Portugal\ncity: Porto",
                "\uD83C\uDDF5\uD83C\uDDF9 Portugal"
            })
    void marksAndLabelsAreToleratedWhereThatIsAskedFor(String answer) {
        assertThat(score(new CountryReward(true), answer, country("Portugal"))).isEqualTo(1);
        assertThat(score(reward(), answer, country("Portugal"))).isZero();
    }

    @Test
    void aPositionAloneLiesInACountry() {
        assertThat(score(reward(), "Portugal", at(38.7, -9.14))).isEqualTo(1);
        assertThat(score(reward(), "Spain", at(38.7, -9.14))).isZero();
        // The outline of French Guiana is a part of France's.
        assertThat(score(reward(), "French Guiana", at(4.93, -52.33))).isEqualTo(1);
        assertThat(reward().lacks(input("x", 1, at(-40, -120)))).hasValue("lat and lon lie in no country");
        assertThat(reward().lacks(input("x", 1, "B"))).isPresent();
    }

    @Test
    void theCountryThatWasReadIsSaid() {
        assertThat(reward().parsed(input("<answer>Lisboa, portugal</answer>", 1, truth())))
                .hasValue("Portugal (PT)");
        assertThat(reward().parsed(input("<answer>Atlantis</answer>", 1, truth())))
                .hasValue("Atlantis (unknown to the gazetteer)");
        assertThat(reward().parsed(input("Portugal", 1, truth()))).isEmpty();
    }

    private static RewardTruth country(String name) {
        return new RewardTruth(null, null, name, null, null);
    }

    private static RewardTruth at(double lat, double lon) {
        return new RewardTruth(null, null, null, lat, lon);
    }

    private static double score(Reward reward, String answer, RewardTruth truth) {
        return reward.score(input("<answer>" + answer + "</answer>", 1, truth));
    }
}
