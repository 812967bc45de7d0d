package org.geor1.vlm.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.geor1.vlm.image.Grid;
import org.junit.jupiter.api.Test;

/** Compares with positions worked out by hand, and tries every mismatch of tokens and pictures. */
class MropePositionsTest {

    private static final int IMAGE = 9;

    @Test
    void textAfterAnImageIsOffsetByItsLongerSide() {
        MropePositions positions = MropePositions.of(
                new int[] {1, 9, 9, 9, 2, 9, 3}, IMAGE, List.of(new Grid(1, 2, 6), new Grid(1, 2, 2)), 2);
        assertThat(positions.axes()[0]).containsExactly(0, 1, 1, 1, 4, 5, 6);
        assertThat(positions.axes()[1]).containsExactly(0, 1, 1, 1, 4, 5, 6);
        assertThat(positions.axes()[2]).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(positions.next()).isEqualTo(7);
    }

    @Test
    void rowsAndColumnsOfAnImage() {
        MropePositions positions =
                MropePositions.of(new int[] {9, 9, 9, 9, 9, 9, 1}, IMAGE, List.of(new Grid(1, 6, 4)), 2);
        assertThat(positions.axes()[0]).containsExactly(0, 0, 0, 0, 0, 0, 3);
        assertThat(positions.axes()[1]).containsExactly(0, 0, 1, 1, 2, 2, 3);
        assertThat(positions.axes()[2]).containsExactly(0, 1, 0, 1, 0, 1, 3);
        assertThat(positions.next()).isEqualTo(4);
    }

    @Test
    void refusesTokensThatDoNotMatchThePictures() {
        Grid two = new Grid(1, 2, 4);
        assertRefused(new int[] {1, 9, 1}, List.of(two), "expected 2 image tokens, found 1");
        assertRefused(new int[] {1, 9, 9, 9}, List.of(two), "expected 2 image tokens, found 3");
        assertRefused(new int[] {1, 9, 9}, List.of(), "expected 0 image tokens, found 2");
        assertRefused(new int[] {1, 2}, List.of(two), "expected 1 images, found 0");
    }

    private static void assertRefused(int[] ids, List<Grid> grids, String message) {
        assertThatThrownBy(() -> MropePositions.of(ids, IMAGE, grids, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
