package org.geor1.rl.pass;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Splits branches, ranked by length, into buckets that minimise padding plus a fixed cost per bucket. */
final class LengthBuckets {

    /** Fixed cost of one more bucket, in tokens of the nano model. */
    static final int OVERHEAD = 256;

    private LengthBuckets() {}

    /**
     * Branches of the ranks [from, to), padded to the same length.
     *
     * @param length of the longest
     */
    record Bucket(int from, int to, int length) {

        int width() {
            return to - from;
        }
    }

    /**
     * The cheapest split.
     *
     * @param longest for each rank the length of its longest branch, falling
     * @param prompts how many prompts have branches of each rank
     */
    static List<Bucket> plan(int[] longest, int prompts) {
        int ranks = longest.length;
        long[] cost = new long[ranks + 1];
        int[] cut = new int[ranks + 1];
        Arrays.fill(cost, 1, ranks + 1, Long.MAX_VALUE);
        for (int to = 1; to <= ranks; to++) {
            for (int from = 0; from < to; from++) {
                long with = cost[from] + OVERHEAD + (long) (to - from) * longest[from] * prompts;
                if (with < cost[to]) {
                    cost[to] = with;
                    cut[to] = from;
                }
            }
        }
        Deque<Bucket> buckets = new ArrayDeque<>();
        for (int to = ranks; to > 0; to = cut[to]) {
            buckets.addFirst(new Bucket(cut[to], to, longest[cut[to]]));
        }
        return List.copyOf(buckets);
    }
}
