package org.geor1.miniearth.cot;

import org.geor1.miniearth.Place;
import org.geor1.miniearth.render.View;
import org.jspecify.annotations.Nullable;

/**
 * One supervised example: a question about one image, and a reasoned answer.
 *
 * @param prompt with one {@code <image>}
 * @param completion {@code <think>cues: … knowledge: … evidence: … conclusion: …</think><answer>…</answer>}
 * @param planted the kind of error put in on purpose, or null; the fact check does not look at it
 */
public record CotExemplar(
        Place place,
        View view,
        CotQuestion question,
        String prompt,
        String completion,
        @Nullable ClaimKind planted) {}
