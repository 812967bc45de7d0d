package org.geor1.vlm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The grid of sequences drops finished ones, keeps the others in their rows, and is compacted only when worthwhile. */
class SlotsTest {

    @Test
    void aFullGridNumbersCompletionsRowByRow() {
        Slots full = Slots.full(2, 3);

        assertThat(full.cells()).isEqualTo(6);
        assertThat(full.sequence(4)).isEqualTo(4);
    }

    @Test
    void removesFinishedRowsAndColumns() {
        Set<Integer> ended = Set.of(0, 2, 3, 4, 5, 7);

        Slots kept = Slots.full(3, 3).without(ended::contains, Slots.WORTH);

        assertThat(kept.rows()).containsExactly(0, 2);
        assertThat(kept.sequences()).isDeepEqualTo(new int[][] {{1, Slots.NONE}, {6, 8}});
        assertThat(kept.fromRows()).containsExactly(0, 2);
        assertThat(kept.fromColumns()).isDeepEqualTo(new long[][] {{1, 0}, {0, 2}});
    }

    @Test
    void aSecondCutIsRelativeToTheFirstButNamesRowsOfTheBatch() {
        Slots first = Slots.full(3, 3).without(Set.of(0, 2, 3, 4, 5, 7)::contains, Slots.WORTH);

        Slots second = first.without(Set.of(1)::contains, Slots.WORTH);

        assertThat(second.rows()).containsExactly(2);
        assertThat(second.fromRows()).containsExactly(1);
        assertThat(second.sequences()).isDeepEqualTo(new int[][] {{6, 8}});
    }

    @Test
    void aSmallGainIsNotWorthACopy() {
        Slots full = Slots.full(2, 4);

        assertThat(full.without(Set.of(0)::contains, Slots.WORTH)).isSameAs(full);
    }

    @Test
    void nothingIsLeftToCutWhenAllHaveEnded() {
        Slots full = Slots.full(2, 2);

        assertThat(full.without(sequence -> true, Slots.WORTH)).isSameAs(full);
    }
}
