package org.geor1.vlm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Branches of B prompts, padded to G branches of R tokens, and the M tokens among them that are scored. Token i of a
 * branch is predicted where its token i − 1 is fed; its first one where the prompt's last token is.
 *
 * @param prompts the shared part
 * @param inputs [B, G, R]: what is fed
 * @param picks [M]: flat positions of [B, G, R] whose output is scored
 * @param targets [M]: the token that should come there
 * @param counted M
 */
public record BranchBatch(PromptBatch prompts, NDArray inputs, NDArray picks, NDArray targets, int counted) {

    /**
     * A branch of one prompt.
     *
     * @param ids its tokens
     * @param scoredFrom index of the first token that is scored; all after it are too
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

    /** @param branches one list for each prompt; scored tokens are ordered by prompt, branch, position */
    public static BranchBatch of(NDManager scope, PromptBatch prompts, List<List<Branch>> branches) {
        int count = prompts.count();
        int width = branches.stream().mapToInt(List::size).max().orElseThrow();
        int length = branches.stream()
                .flatMap(List::stream)
                .mapToInt(branch -> branch.ids().length)
                .max()
                .orElseThrow();
        int counted = branches.stream()
                .flatMap(List::stream)
                .mapToInt(Branch::counted)
                .sum();
        long[] inputs = new long[count * width * length];
        long[] picks = new long[counted];
        long[] targets = new long[counted];
        int m = 0;
        for (int b = 0; b < count; b++) {
            for (int g = 0; g < branches.get(b).size(); g++) {
                Branch branch = branches.get(b).get(g);
                int start = (b * width + g) * length;
                inputs[start] = prompts.last()[b];
                for (int i = 0; i < branch.ids().length; i++) {
                    if (i + 1 < length) {
                        inputs[start + i + 1] = branch.ids()[i];
                    }
                    if (i >= branch.scoredFrom()) {
                        picks[m] = start + i;
                        targets[m++] = branch.ids()[i];
                    }
                }
            }
        }
        return new BranchBatch(
                prompts,
                scope.create(inputs, new Shape(count, width, length)),
                scope.create(picks),
                scope.create(targets),
                counted);
    }
}
