package org.geor1.miniearth.cot;

/** The kinds of claim in a chain of thought, and so the kinds of error that can be in it. */
public enum ClaimKind {
    /** Which feature lies in a direction (step one). */
    CUE,
    /** The colour of signs or road paint, from which step two reasons. */
    SIGNS,
    /** The colour of roofs, likewise. */
    ROOFS,
    /** The ground cover, likewise. */
    GROUND,
    /** What the cues are known to stand for (step two). */
    KNOWLEDGE,
    /** The corroborating observation (step three). */
    EVIDENCE,
    /** The conclusion (step four). */
    CONCLUSION,
    /** The content of the answer tag. */
    ANSWER,
    /** A step is missing, or a clause says nothing that can be checked. */
    STRUCTURE
}
