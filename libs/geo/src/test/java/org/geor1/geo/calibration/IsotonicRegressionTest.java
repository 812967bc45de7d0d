package org.geor1.geo.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract: the fitted function never falls, and no other such function is nearer to the points. */
class IsotonicRegressionTest {

    /** Worked by hand: in the order of inputs 1, 3, 2, 6, 3, 5; 3 and 2 fall and become 2.5, and 6 and 3 become 4.5. */
    @Test
    void neighboursThatFallArePooledToTheirMean() {
        IsotonicRegression fit =
                IsotonicRegression.fit(new double[] {5, 1, 2, 3, 4, 6}, new double[] {3, 1, 3, 2, 6, 5});

        assertThat(fit.inputs()).containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        assertThat(fit.values()).containsExactly(1.0, 2.5, 2.5, 4.5, 4.5, 5.0);
    }

    /** A late low value pulls down all that were fine before it. */
    @Test
    void poolingGoesBackAsFarAsItMust() {
        IsotonicRegression fit = IsotonicRegression.fit(new double[] {1, 2, 3, 4}, new double[] {1, 2, 3, -6});

        assertThat(fit.values()).containsExactly(0.0, 0.0, 0.0, 0.0);
    }

    @Test
    void pointsWithOneInputCountAsOftenAsThereAreOfThem() {
        IsotonicRegression fit =
                IsotonicRegression.fit(new double[] {0.5, 1, 0.5, 0.5, 1}, new double[] {1, 1, 1, 0, 0});

        assertThat(fit.inputs()).containsExactly(0.5, 1.0);
        assertThat(fit.values()).containsExactly(0.6, 0.6);
    }

    @Test
    void betweenInputsItIsAStraightLineAndBeyondThemLevel() {
        IsotonicRegression fit = IsotonicRegression.fit(new double[] {0.25, 0.75}, new double[] {0, 1});

        assertThat(IntStream.range(0, 5).mapToObj(i -> fit.at(i / 4.0))).containsExactly(0.0, 0.0, 0.5, 1.0, 1.0);
        assertThat(fit.at(0.35)).isCloseTo(0.2, within(1e-12));
    }

    @Test
    void nothingAndUnequalNumbersAreNoPoints() {
        assertThatThrownBy(() -> IsotonicRegression.fit(new double[0], new double[0]))
                .hasMessageContaining("0 inputs");
        assertThatThrownBy(() -> IsotonicRegression.fit(new double[2], new double[1]))
                .hasMessageContaining("2 inputs and 1 observations");
        assertThatThrownBy(() -> new IsotonicRegression(List.of(1.0), List.of()))
                .hasMessageContaining("no function");
    }

    /**
     * The best function is level on runs of neighbouring inputs, at the mean of their points; so with few inputs all such
     * functions can be tried. 1e-12 is far above what rounding adds up to in sums of a dozen numbers below 1.
     */
    @Test
    void noFunctionThatNeverFallsIsNearer() {
        Random random = new Random(7);
        for (int trial = 0; trial < 2000; trial++) {
            int points = 1 + random.nextInt(10);
            int distinct = 1 + random.nextInt(6);
            boolean binary = random.nextBoolean();
            double[] x = random.ints(points, 0, distinct).asDoubleStream().toArray();
            double[] y = random.doubles(points)
                    .map(value -> binary ? Math.round(value) : value)
                    .toArray();
            IsotonicRegression fit = IsotonicRegression.fit(x, y);

            assertThat(fit.values()).isSorted();
            assertThat(error(x, y, fit)).isCloseTo(least(x, y, fit.inputs()), within(1e-12));
        }
    }

    private static double error(double[] x, double[] y, IsotonicRegression fit) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double distance = fit.at(x[i]) - y[i];
            sum += distance * distance;
        }
        return sum;
    }

    /** Each bit of {@code ends} says whether a run ends after that input. */
    private static double least(double[] x, double[] y, List<Double> inputs) {
        double least = Double.POSITIVE_INFINITY;
        for (int ends = 0; ends < 1 << (inputs.size() - 1); ends++) {
            List<Double> values = new ArrayList<>();
            int first = 0;
            for (int last = 0; last < inputs.size(); last++) {
                if (last == inputs.size() - 1 || (ends >> last & 1) == 1) {
                    double mean = mean(x, y, inputs.get(first), inputs.get(last));
                    while (values.size() <= last) {
                        values.add(mean);
                    }
                    first = last + 1;
                }
            }
            if (values.stream().sorted().toList().equals(values)) {
                least = Math.min(least, error(x, y, new IsotonicRegression(inputs, values)));
            }
        }
        return least;
    }

    private static double mean(double[] x, double[] y, double from, double to) {
        return IntStream.range(0, x.length)
                .filter(i -> x[i] >= from && x[i] <= to)
                .mapToDouble(i -> y[i])
                .average()
                .orElseThrow();
    }
}
