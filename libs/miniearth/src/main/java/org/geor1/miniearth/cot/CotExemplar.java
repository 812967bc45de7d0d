package org.geor1.miniearth.cot;

import org.geor1.geo.task.Question;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.render.View;
import org.jspecify.annotations.Nullable;

/**
 * One supervised example: a question about one image, and a reasoned answer.
 *
 * @param completion {@code <think>cues: … knowledge: … evidence: … conclusion: …</think><answer>…</answer>}
 * @param planted the kind of error put in on purpose, or null; the fact check does not look at it
 */
public record CotExemplar(
        Place place,
        View view,
        CotQuestion question,
        String completion,
        @Nullable ClaimKind planted) {

    /** What is asked, for a prompt style to word. */
    public Question.Reasoning asked() {
        return question.asked(view);
    }
}
