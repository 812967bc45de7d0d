package org.geor1.factcheck.claim;

/** What a text can claim about a place, as far as it can be checked. */
public enum ClaimKind {
    /** The city that the text concludes. */
    PLACE,
    /** The country that the text concludes. */
    COUNTRY,
    /** A continent or a large region of the world. */
    CONTINENT,
    /** Northern, southern, eastern or western. */
    HEMISPHERE,
    /** A main class of climate. */
    CLIMATE,
    /** On the sea, or landlocked. */
    COAST,
    /** Which side traffic keeps to. */
    DRIVING_SIDE,
    /** What is spoken, or what signs are in. */
    LANGUAGE,
    /** The letters of signs. */
    SCRIPT,
    /** What is paid with. */
    CURRENCY,
    /** No claim of the text: the metadata contradict each other. */
    METADATA
}
