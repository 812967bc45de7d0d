package org.geor1.benchmarks.parity.golden;

import java.util.Arrays;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.prompt.EncodedPrompt;

/** Prompts for a plain forward. */
public final class Prefixes {

    private Prefixes() {}

    /**
     * Prompt and completion as one prefix. A prefix keeps its last token back, so one token is added that is never
     * read: the forward then gives logits after each of the others.
     */
    public static PrefixPrompt whole(EncodedPrompt prompt, int[] completion) {
        int prompted = prompt.inputIds().length;
        int[] ids = Arrays.copyOf(prompt.inputIds(), prompted + completion.length + 1);
        System.arraycopy(completion, 0, ids, prompted, completion.length);
        int[][] positions = new int[3][];
        for (int axis = 0; axis < 3; axis++) {
            positions[axis] = Arrays.copyOf(prompt.positionIds()[axis], ids.length);
            for (int i = prompted; i < ids.length; i++) {
                positions[axis][i] = prompt.nextPosition() + i - prompted;
            }
        }
        return new PrefixPrompt(ids, prompt.images(), positions, prompt.nextPosition() + completion.length + 1);
    }
}
