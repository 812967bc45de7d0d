package org.geor1.pairing.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.geor1.pairing.Made;
import org.geor1.pairing.place.PlaceRow;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;
import org.junit.jupiter.api.Test;

/** Contract: no two places of different splits are near, every split has about its share, and order and seed decide nothing else. */
class MadeSplitsTest {

    private static final double GAP = 150;
    private static final SplitShares SHARES = new SplitShares(0.6, 0.2, 0.2);

    private static PlaceTable made(List<PlaceRow> rows, long seed) {
        return MadeSplits.of(Made.table(rows), SHARES, 500, GAP, seed);
    }

    private static long count(PlaceTable table, Split split) {
        return IntStream.range(0, table.size())
                .filter(place -> table.split(place) == split)
                .count();
    }

    @Test
    void nearPlacesNeverCrossSplits() {
        for (long seed = 0; seed < 10; seed++) {
            PlaceTable table = made(Made.cities(2, 250, seed), seed);
            for (int one = 0; one < table.size(); one++) {
                for (int other = 0; other < one; other++) {
                    if (table.metres(one, other) < GAP) {
                        assertThat(table.split(one) == table.split(other)
                                        || table.split(one) == Split.BETWEEN
                                        || table.split(other) == Split.BETWEEN)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void splitsHaveTheirSharesAndFewPlacesAreLost() {
        PlaceTable table = made(Made.cities(8, 250, 4), 4);
        // Cells of 500 m hold about 2 % of a city each, and their borders take some.
        assertThat(count(table, Split.BETWEEN)).isLessThan(700);
        assertThat((double) count(table, Split.TEST) / table.size()).isBetween(0.15, 0.22);
        assertThat((double) count(table, Split.DEV) / table.size()).isBetween(0.1, 0.22);
        assertThat((double) count(table, Split.TRAIN) / table.size()).isBetween(0.25, 0.62);
        assertThat(count(table, Split.NONE)).isZero();
    }

    @Test
    void splitsFollowFromIdsAndSeed() {
        List<PlaceRow> rows = Made.cities(3, 100, 1);
        PlaceTable table = made(rows, 5);
        PlaceTable again = made(Made.shuffled(rows, 2), 5);
        PlaceTable other = made(rows, 6);
        assertThat(IntStream.range(0, table.size()).mapToObj(again::split))
                .containsExactlyElementsOf(
                        IntStream.range(0, table.size()).mapToObj(table::split).toList());
        assertThat(IntStream.range(0, table.size()).mapToObj(other::split).toList())
                .isNotEqualTo(
                        IntStream.range(0, table.size()).mapToObj(table::split).toList());
    }

    @Test
    void sharesMustMakeOne() {
        assertThatThrownBy(() -> new SplitShares(0.5, 0.2, 0.2)).hasMessageContaining("make 1");
        assertThatThrownBy(() -> new SplitShares(1.5, -0.5, 0)).hasMessageContaining("at least 0");
        assertThatThrownBy(() -> new SplitShares(Double.NaN, 0.5, 0.5)).hasMessageContaining("NaN");
    }
}
