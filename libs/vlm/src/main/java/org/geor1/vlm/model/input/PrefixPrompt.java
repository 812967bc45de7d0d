package org.geor1.vlm.model.input;

import java.util.Arrays;
import java.util.List;
import org.geor1.vlm.image.ImagePatches;
import org.geor1.vlm.prompt.EncodedPrompt;

/**
 * The part of a conversation that several branches share.
 *
 * @param ids token ids; the last one is text and opens every branch
 * @param images in reading order
 * @param positions [3][tokens]
 * @param nextPosition rotary position of a branch's first token, on all three axes
 */
public record PrefixPrompt(int[] ids, List<ImagePatches> images, int[][] positions, int nextPosition) {

    public PrefixPrompt {
        if (ids.length < 2) {
            throw new IllegalArgumentException("a shared prompt takes at least two tokens, has " + ids.length);
        }
    }

    /** The whole prompt: branches are completions. */
    public static PrefixPrompt of(EncodedPrompt prompt) {
        return new PrefixPrompt(prompt.inputIds(), prompt.images(), prompt.positionIds(), prompt.nextPosition());
    }

    /**
     * The prompt up to {@code end}, which must lie behind its last image: what follows belongs to the branches.
     *
     * @throws IllegalArgumentException if an image token would be cut off
     */
    public static PrefixPrompt upTo(EncodedPrompt prompt, int end, int imageTokenId) {
        for (int i = end - 1; i < prompt.inputIds().length; i++) {
            if (prompt.inputIds()[i] == imageTokenId) {
                throw new IllegalArgumentException("token " + i + " is an image token behind the shared prompt");
            }
        }
        int[][] positions = new int[3][];
        for (int axis = 0; axis < 3; axis++) {
            positions[axis] = Arrays.copyOf(prompt.positionIds()[axis], end);
        }
        return new PrefixPrompt(
                Arrays.copyOf(prompt.inputIds(), end), prompt.images(), positions, positions[0][end - 1] + 1);
    }
}
