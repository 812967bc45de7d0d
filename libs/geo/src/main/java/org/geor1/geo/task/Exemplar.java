package org.geor1.geo.task;

import java.util.List;
import org.geor1.geo.source.SourceImage;

/**
 * A question about images, with a completion to imitate.
 *
 * @param images in the order that the question says
 * @param completion {@code <think>…</think><answer>…</answer>}; all that it says is true
 */
public record Exemplar(Question question, List<SourceImage> images, String completion) {
    public Exemplar {
        images = List.copyOf(images);
    }
}
