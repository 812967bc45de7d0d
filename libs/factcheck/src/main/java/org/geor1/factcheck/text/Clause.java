package org.geor1.factcheck.text;

/**
 * A clause of a sentence.
 *
 * @param span where it lies in the whole text
 * @param asserted the part of it that its writer asserts; empty if all of it is hedged, negated or only compared with
 */
public record Clause(Span span, Span asserted) {

    /** Whether the writer asserts what stands there. */
    public boolean asserts(Span words) {
        return asserted.contains(words);
    }
}
