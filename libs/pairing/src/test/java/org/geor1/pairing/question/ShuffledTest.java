package org.geor1.pairing.question;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Contract: for every length the positions give each number once, in an order that depends on the keys. */
class ShuffledTest {

    @Test
    void everyNumberComesOnce() {
        for (int n = 1; n < 300; n++) {
            int length = n;
            assertThat(IntStream.range(0, n)
                            .map(position -> Shuffled.at(position, length, 7, length))
                            .sorted())
                    .containsExactlyElementsOf(IntStream.range(0, n).boxed().toList());
        }
    }

    @Test
    void otherKeysGiveAnotherOrder() {
        int[] one = IntStream.range(0, 1000).map(i -> Shuffled.at(i, 1000, 1)).toArray();
        int[] other = IntStream.range(0, 1000).map(i -> Shuffled.at(i, 1000, 2)).toArray();
        // A number keeps its position with a probability of 1/1000.
        assertThat(IntStream.range(0, 1000).filter(i -> one[i] == other[i]).count())
                .isLessThan(15);
        assertThat(IntStream.range(0, 1000).filter(i -> one[i] == i).count()).isLessThan(15);
    }
}
