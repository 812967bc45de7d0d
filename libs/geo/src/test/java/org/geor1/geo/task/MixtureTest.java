package org.geor1.geo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.geor1.geo.task.Mixture.Draw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract of mixtures: any draw is known without those before it, each list is read in order without a gap, and any stretch of
 * draws has the proportions of the weights.
 */
class MixtureTest {

    private static final List<List<Double>> WEIGHTS = List.of(
            List.of(1.0),
            List.of(3.0, 1.0),
            List.of(0.7, 0.3),
            List.of(1.0, 1.0, 1.0),
            List.of(0.001, 10_000.0),
            List.of(5.0, 0.01, 2.5, 0.33, 7.0));

    private static List<Draw> draws(Mixture mixture, long first, int count) {
        return LongStream.range(first, first + count).mapToObj(mixture::draw).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, Long.MAX_VALUE})
    void eachListIsReadInOrderAndCounted(long seed) {
        for (List<Double> weights : WEIGHTS) {
            Mixture mixture = new Mixture(weights, seed);
            long[] next = new long[weights.size()];
            for (int i = 0; i < 5000; i++) {
                Draw draw = mixture.draw(i);
                assertThat(draw.index()).isEqualTo(next[draw.list()]++);
                for (int list = 0; list < next.length; list++) {
                    assertThat(mixture.count(list, i + 1)).isEqualTo(next[list]);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999, 1_000_000_000_000L})
    void everyStretchHasTheProportionsOfTheWeights(long first) {
        for (List<Double> weights : WEIGHTS) {
            double all = weights.stream().mapToDouble(Double::doubleValue).sum();
            List<Draw> draws = draws(new Mixture(weights, 7), first, 3000);
            for (int length : List.of(10, 137, 3000)) {
                for (int list = 0; list < weights.size(); list++) {
                    int wanted = list;
                    assertThat((double) draws.subList(0, length).stream()
                                    .filter(draw -> draw.list() == wanted)
                                    .count())
                            .isCloseTo(length * weights.get(list) / all, within((double) weights.size()));
                }
            }
        }
    }

    @Test
    void aDrawNeedsNoneBeforeIt() {
        Mixture forwards = new Mixture(List.of(3.0, 1.0, 0.5), 5);
        Mixture backwards = new Mixture(List.of(3.0, 1.0, 0.5), 5);
        List<Draw> all = draws(forwards, 0, 500);
        IntStream.iterate(499, i -> i >= 0, i -> i - 1)
                .forEach(i -> assertThat(backwards.draw(i)).isEqualTo(all.get(i)));
    }

    @Test
    void theSeedDecidesWhereEachListBegins() {
        assertThat(LongStream.range(0, 20)
                        .mapToObj(seed -> draws(new Mixture(List.of(1.0, 1.0, 1.0), seed), 0, 6))
                        .distinct()
                        .count())
                .isGreaterThan(3);
    }

    @Test
    void oneListIsReadAsItIs() {
        assertThat(draws(new Mixture(List.of(0.3), 9), 0, 50))
                .isEqualTo(LongStream.range(0, 50).mapToObj(i -> new Draw(0, i)).toList());
    }

    @Test
    void itIsKnownWhenAListWillHaveBeenReadSoFar() {
        Mixture mixture = new Mixture(List.of(3.0, 1.0), 2);
        for (int list = 0; list < 2; list++) {
            for (long count = 1; count < 200; count++) {
                long until = mixture.drawsUntil(list, count);
                assertThat(mixture.draw(until - 1)).isEqualTo(new Draw(list, count - 1));
            }
            assertThat(mixture.drawsUntil(list, 0)).isZero();
        }
        assertThat((double) new Mixture(List.of(0.001, 10_000.0), 1).drawsUntil(0, 1_000_000))
                .isCloseTo(1e13, within(2e7));
    }

    @Test
    void weightsArePositiveNumbers() {
        for (double weight : new double[] {0, -1, 0.0009, 10_001, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Mixture(List.of(1.0, weight), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0.001");
        }
        assertThat(new Mixture(Collections.nCopies(32, 1.0), 0).draw(31).index())
                .isZero();
    }
}
