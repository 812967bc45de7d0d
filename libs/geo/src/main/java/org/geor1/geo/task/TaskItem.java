package org.geor1.geo.task;

import java.util.List;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.SourcePlace;
import org.jspecify.annotations.Nullable;

/**
 * A question about images, with its true answer.
 *
 * @param id unique within the list it is from
 * @param images in the order that the question says
 * @param answer what a right completion has in its {@code <answer>}
 * @param hardness for pairing the most cues, 1 to 3, that a wrong tile shares with the right one; 0 where nobody knows
 * @param place the place in question, where the source knows one
 */
public record TaskItem(
        String id,
        Question question,
        List<SourceImage> images,
        String answer,
        int hardness,
        @Nullable SourcePlace place) {

    public TaskItem {
        images = List.copyOf(images);
    }

    /** The letter of an image that is one of a pairing question's candidates, or null. */
    public @Nullable String label(int image) {
        return question instanceof Question.Pairing && images.get(image).role() == ImageRole.TILE
                ? Question.letter(image - 1)
                : null;
    }
}
