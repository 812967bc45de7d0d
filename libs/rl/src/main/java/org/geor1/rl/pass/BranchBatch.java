package org.geor1.rl.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.model.input.MisalignedException;
import org.geor1.vlm.model.input.PromptBatch;

/**
 * Branches of B prompts and the M tokens among them that are scored. Token i of a branch is predicted at the position of
 * token i − 1; its first token at the position of the prompt's last. Branches of similar length share a bucket, padded to
 * its longest, so that short ones do not cost as much as long ones.
 *
 * @param prompts the shared part
 * @param buckets [B, G, R] each: input ids
 * @param picks [M]: rows, over all buckets flattened and concatenated, whose output is scored
 * @param targets [M]: the expected token
 * @param counted M
 */
public record BranchBatch(PromptBatch prompts, NDList buckets, NDArray picks, NDArray targets, int counted) {

    /**
     * A branch of one prompt.
     *
     * @param ids its tokens
     * @param scoredFrom index of the first scored token; all after it are scored too
     */
    public record Branch(int[] ids, int scoredFrom) {

        public Branch {
            if (scoredFrom < 0 || scoredFrom >= ids.length) {
                throw new IllegalArgumentException(
                        "a branch of " + ids.length + " tokens has nothing to score from " + scoredFrom + " on");
            }
        }

        public int counted() {
            return ids.length - scoredFrom;
        }
    }

    /**
     * @param branches one list for each prompt; scored tokens are ordered by prompt, branch, position
     * @throws MisalignedException naming the first prompt with a branch that holds a token of an image
     */
    public static BranchBatch of(NDManager scope, PromptBatch prompts, List<List<Branch>> branches) {
        int count = prompts.count();
        requireText(prompts.tokens(), branches);
        List<int[]> ranked = branches.stream().map(BranchBatch::longestFirst).toList();
        int[][] rows = branches.stream().map(list -> new int[list.size()]).toArray(int[][]::new);
        NDList buckets = new NDList();
        int laid = 0;
        for (LengthBuckets.Bucket bucket : LengthBuckets.plan(longest(branches, ranked), count)) {
            long[] inputs = new long[count * bucket.width() * bucket.length()];
            for (int b = 0; b < count; b++) {
                int[] order = ranked.get(b);
                for (int rank = bucket.from(); rank < Math.min(bucket.to(), order.length); rank++) {
                    int[] ids = branches.get(b).get(order[rank]).ids();
                    int start = (b * bucket.width() + rank - bucket.from()) * bucket.length();
                    inputs[start] = prompts.last()[b];
                    for (int i = 0; i + 1 < ids.length; i++) {
                        inputs[start + i + 1] = ids[i];
                    }
                    rows[b][order[rank]] = laid + start;
                }
            }
            buckets.add(scope.create(inputs, new Shape(count, bucket.width(), bucket.length())));
            laid += inputs.length;
        }
        return scored(scope, prompts, branches, buckets, rows);
    }

    private static BranchBatch scored(
            NDManager scope, PromptBatch prompts, List<List<Branch>> branches, NDList buckets, int[][] rows) {
        int counted = branches.stream()
                .flatMap(List::stream)
                .mapToInt(Branch::counted)
                .sum();
        long[] picks = new long[counted];
        long[] targets = new long[counted];
        int m = 0;
        for (int b = 0; b < rows.length; b++) {
            for (int g = 0; g < rows[b].length; g++) {
                Branch branch = branches.get(b).get(g);
                for (int i = branch.scoredFrom(); i < branch.ids().length; i++) {
                    picks[m] = rows[b][g] + i;
                    targets[m++] = branch.ids()[i];
                }
            }
        }
        return new BranchBatch(prompts, buckets, scope.create(picks), scope.create(targets), counted);
    }

    /** In the order of {@code branch_batch} in {@code score.py}. */
    List<NDArray> scored() {
        return List.of(picks, targets);
    }

    private static void requireText(Qwen25VlConfig.TokenIds tokens, List<List<Branch>> branches) {
        for (int b = 0; b < branches.size(); b++) {
            for (int g = 0; g < branches.get(b).size(); g++) {
                int[] ids = branches.get(b).get(g).ids();
                for (int i = 0; i < ids.length; i++) {
                    if (ids[i] == tokens.image() || ids[i] == tokens.video()) {
                        throw new MisalignedException(
                                b,
                                "token " + i + " of completion " + g + " is " + ids[i]
                                        + ", which stands for an image that does not exist");
                    }
                }
            }
        }
    }

    /** Indices of a prompt's branches from the longest down. */
    private static int[] longestFirst(List<Branch> branches) {
        return IntStream.range(0, branches.size())
                .boxed()
                .sorted(Comparator.comparingInt(g -> -branches.get(g).ids().length))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** For each rank, the length of the longest branch with that rank in its prompt. */
    private static int[] longest(List<List<Branch>> branches, List<int[]> ranked) {
        int[] longest =
                new int[ranked.stream().mapToInt(order -> order.length).max().orElseThrow()];
        for (int b = 0; b < ranked.size(); b++) {
            int[] order = ranked.get(b);
            for (int rank = 0; rank < order.length; rank++) {
                longest[rank] =
                        Math.max(longest[rank], branches.get(b).get(order[rank]).ids().length);
            }
        }
        return longest;
    }
}
