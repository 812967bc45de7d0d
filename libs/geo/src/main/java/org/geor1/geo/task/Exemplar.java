package org.geor1.geo.task;

import org.geor1.geo.source.SourceImage;

/**
 * A question about one image, with a completion to imitate.
 *
 * @param completion {@code <think>…</think><answer>…</answer>}; all that it says is true
 */
public record Exemplar(Question question, SourceImage image, String completion) {}
