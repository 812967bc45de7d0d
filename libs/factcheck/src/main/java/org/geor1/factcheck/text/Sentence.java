package org.geor1.factcheck.text;

import java.util.List;

/** A sentence: where it lies in the text, and its clauses in order. */
public record Sentence(Span span, List<Clause> clauses) {
    public Sentence {
        clauses = List.copyOf(clauses);
    }
}
