package org.geor1.vlm.prompt;

import java.util.List;
import org.geor1.vlm.image.Grid;
import org.geor1.vlm.image.ImagePatches;

/**
 * A prompt ready for the model. Its image tokens, patches and positions have been checked to agree.
 *
 * @param inputIds token ids, ending where the completion begins
 * @param images in reading order
 * @param positions one for each token
 */
public record EncodedPrompt(int[] inputIds, List<ImagePatches> images, MropePositions positions) {

    public EncodedPrompt {
        images = List.copyOf(images);
    }

    public List<Grid> grids() {
        return images.stream().map(ImagePatches::grid).toList();
    }

    /** Position ids, [3][tokens]. */
    public int[][] positionIds() {
        return positions.axes();
    }

    /** The rotary position of the first generated token, on all three axes. */
    public int nextPosition() {
        return positions.next();
    }
}
