package org.geor1.reward.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.geor1.protocol.reward.RewardTruth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeoDistanceRewardTest extends RewardContract {

    private static final RewardTruth PARIS = new RewardTruth(null, null, null, 48.8566, 2.3522);

    @Override
    Reward reward() {
        return new GeoDistanceReward(false);
    }

    @Override
    RewardTruth truth() {
        return PARIS;
    }

    @Test
    void theScoreFallsWithTheGeodesic() {
        assertThat(score("48.8566, 2.3522")).isEqualTo(1);
        // Paris to London's centre is 343.9 km on the ellipsoid, whose geodesics GeographicLib's own tests hold.
        assertThat(score("51.5074, -0.1278")).isEqualTo(Math.exp(-343.9 / 1492.7), Offset.offset(1e-3));
        assertThat(score("-48.8566, -177.6478")).isEqualTo(Math.exp(-20_003.9 / 1492.7), Offset.offset(1e-7));
        // A quarter of the meridian is 10,001.966 km.
        assertThat(new GeoDistanceReward(false)
                        .score(input("<answer>90, 0</answer>", 1, new RewardTruth(null, null, null, 0.0, 0.0))))
                .isEqualTo(Math.exp(-10_001.965729 / 1492.7), Offset.offset(1e-11));
        // Nothing is special about the date line.
        assertThat(new GeoDistanceReward(false)
                        .score(input("<answer>0, -179.9</answer>", 1, new RewardTruth(null, null, null, 0.0, 179.9))))
                .isGreaterThan(0.98);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Paris", "91, 2", "NaN, NaN", "48.8566, 181", "It is 48.8566, 2.3522", "1, 2 or 3, 4"})
    void anAnswerWithoutAPositionInRangeScoresNothing(String answer) {
        assertThat(score(answer)).isZero();
    }

    @Test
    void swappedCoordinatesAreNotSwappedBack() {
        assertThat(score("2.3522, 48.8566")).isLessThan(0.02);
        RewardTruth tokyo = new RewardTruth(null, null, null, 35.68, 139.69);
        assertThat(reward().score(input("<answer>139.69, 35.68</answer>", 1, tokyo)))
                .isZero();
    }

    @Test
    void wordsAreToleratedWhereThatIsAskedFor() {
        Reward tolerant = new GeoDistanceReward(true);
        assertThat(tolerant.score(input("<answer>It is 48.8566, 2.3522.</answer>", 1, PARIS)))
                .isEqualTo(1);
        assertThat(tolerant.score(input("It is 48.8566, 2.3522.", 1, PARIS))).isZero();
    }

    @Test
    void whatIsReadAndWhatIsMissingAreSaid() {
        assertThat(reward().parsed(input("<answer>91, 2</answer>", 1, PARIS))).hasValue("91.0, 2.0 (out of range)");
        assertThat(reward().parsed(input("<answer>Paris</answer>", 1, PARIS))).isEmpty();
        assertThat(reward().lacks(input("x", 1, "B"))).isPresent();
        assertThat(reward().lacks(input("x", 1, new RewardTruth(null, null, null, Double.NaN, 0.0))))
                .isPresent();
        assertThat(reward().lacks(input("x", 1, new RewardTruth(null, null, null, 91.0, 0.0))))
                .isPresent();
    }

    private double score(String answer) {
        return reward().score(input("<answer>" + answer + "</answer>", 1, PARIS));
    }
}
