package org.geor1.teacher.answer;

import java.util.Locale;

/** Why an answer is not kept. */
public enum Rejection {
    /** There is no text. */
    EMPTY,
    /** It ended at the limit of tokens. */
    CUT_OFF,
    /** The endpoint's filter ended it, or it wanted to call a tool. */
    FILTERED,
    /** It is not one {@code <think>…</think><answer>…</answer>} and nothing else. */
    FORM,
    /** Its reasoning does not have the four steps, each once and in order. */
    STEPS,
    /** It speaks of choosing among tiles, candidates or letters. */
    PAIRING,
    /** It speaks of what only the metadata say. */
    TOLD,
    /** It answers something else than is true. */
    WRONG_ANSWER,
    /** It claims what is false and cannot be set right. */
    FALSE_CLAIM;

    /** Such as "cut-off". */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
