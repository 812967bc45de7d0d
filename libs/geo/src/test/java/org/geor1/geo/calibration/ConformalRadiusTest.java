package org.geor1.geo.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract: the radius is the finite-sample quantile, and each kind of predictions that is frequent enough has its own. */
class ConformalRadiusTest {

    /** The rank is ⌈(n + 1) · 0.9⌉: 9 of 9, 10 of 10, 18 of 19, 19 of 20, 63 of 69, 91 of 100. */
    @Test
    void theQuantileIsTheOneThatIsValidForSoFewScores() {
        int[][] ranks = {{9, 9}, {10, 10}, {19, 18}, {20, 19}, {69, 63}, {99, 90}, {100, 91}};
        for (int[] rank : ranks) {
            assertThat(ConformalRadius.quantile(scores(rank[0]), 90))
                    .as("%d scores", rank[0])
                    .hasValue(rank[1]);
        }
    }

    /** With n scores the next one is above all of them with a probability of up to 1 / (n + 1), here more than 0.1. */
    @Test
    void tooFewScoresHaveNone() {
        for (int n = 0; n < 9; n++) {
            assertThat(ConformalRadius.quantile(scores(n), 90)).isEqualTo(OptionalDouble.empty());
        }
        assertThatThrownBy(() -> ConformalRadius.fit(predictions(8, 1, 0), 1)).hasMessageContaining("8 predictions");
    }

    @Test
    void equalScoresAreTheirOwnQuantile() {
        assertThat(ConformalRadius.quantile(new double[] {3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, 90))
                .hasValue(3);
    }

    @Test
    void eachKindHasItsOwnRadiusIfThereAreEnoughOfIt() {
        List<Prediction> both = new ArrayList<>(predictions(20, 0.75, 0));
        both.addAll(predictions(20, 0.5, 1000));

        ConformalRadius own = ConformalRadius.fit(both, 20);
        assertThat(own.km(0.51)).isEqualTo(19);
        assertThat(own.km(1)).isEqualTo(19);
        assertThat(own.km(0.5)).isEqualTo(1019);

        ConformalRadius shared = ConformalRadius.fit(both, 21);
        assertThat(shared).isEqualTo(new ConformalRadius(1017, 1017));
    }

    /**
     * The promise itself: averaged over many draws of 99 scores, a further score is covered with probability 0.9 exactly. The
     * mean of 20,000 such outcomes has a standard deviation of 0.0021, of which 0.01 is more than four.
     */
    @Test
    void aFurtherScoreIsCoveredAsOftenAsPromised() {
        Random random = new Random(3);
        int covered = 0;
        int trials = 20_000;
        for (int trial = 0; trial < trials; trial++) {
            double[] drawn = DoubleStream.generate(() -> Math.exp(3 * random.nextGaussian()))
                    .limit(100)
                    .toArray();
            double[] scores = Arrays.copyOf(drawn, 99);
            covered += drawn[99] <= ConformalRadius.quantile(scores, 90).orElseThrow() ? 1 : 0;
        }
        assertThat(covered / (double) trials).isBetween(0.89, 0.91);
    }

    /** 1 to n, in no order. */
    private static double[] scores(int n) {
        List<Integer> scores =
                new ArrayList<>(IntStream.rangeClosed(1, n).boxed().toList());
        Collections.shuffle(scores, new Random(n));
        return scores.stream().mapToDouble(Integer::intValue).toArray();
    }

    private static List<Prediction> predictions(int n, double share, double offsetKm) {
        return DoubleStream.of(scores(n))
                .mapToObj(distance -> new Prediction(share, offsetKm + distance))
                .toList();
    }
}
