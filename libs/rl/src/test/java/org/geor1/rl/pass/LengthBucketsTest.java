package org.geor1.rl.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthBucketsTest {

    @Test
    void keepsBranchesOfSimilarLengthTogether() {
        assertThat(LengthBuckets.plan(new int[] {80, 80, 79, 78}, 8))
                .containsExactly(new LengthBuckets.Bucket(0, 4, 80));
    }

    @Test
    void separatesShortBranches() {
        assertThat(LengthBuckets.plan(new int[] {100, 98, 10, 9, 9, 8}, 8))
                .containsExactly(new LengthBuckets.Bucket(0, 2, 100), new LengthBuckets.Bucket(2, 6, 10));
    }

    @Test
    void coversEveryRankOnceWithTheCheapestCuts() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int prompts = 1 + random.nextInt(8);
            int[] longest = IntStream.generate(() -> -1 - random.nextInt(120))
                    .limit(1 + random.nextInt(10))
                    .sorted()
                    .map(negative -> -negative)
                    .toArray();
            List<LengthBuckets.Bucket> plan = LengthBuckets.plan(longest, prompts);
            int at = 0;
            for (LengthBuckets.Bucket bucket : plan) {
                assertThat(bucket.from()).isEqualTo(at);
                assertThat(bucket.length()).isEqualTo(longest[at]);
                at = bucket.to();
            }
            assertThat(at).isEqualTo(longest.length);
            assertThat(cost(plan, prompts)).isEqualTo(cheapest(longest, prompts));
        }
    }

    private static long cost(List<LengthBuckets.Bucket> plan, int prompts) {
        return plan.stream()
                .mapToLong(bucket -> LengthBuckets.OVERHEAD + (long) bucket.width() * bucket.length() * prompts)
                .sum();
    }

    /** Tries every subset of the possible cuts. */
    private static long cheapest(int[] longest, int prompts) {
        return IntStream.range(0, 1 << (longest.length - 1))
                .mapToLong(cuts -> {
                    long cost = 0;
                    for (int from = 0; from < longest.length; ) {
                        int to = from + 1;
                        while (to < longest.length && (cuts >> (to - 1) & 1) == 0) {
                            to++;
                        }
                        cost += LengthBuckets.OVERHEAD + (long) (to - from) * longest[from] * prompts;
                        from = to;
                    }
                    return cost;
                })
                .min()
                .orElseThrow();
    }
}
