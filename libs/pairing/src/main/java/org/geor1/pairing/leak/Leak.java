package org.geor1.pairing.leak;

import java.util.List;

/**
 * A way to know an answer, or a test, without solving anything.
 *
 * @param kind such as "same tile in two splits"
 * @param count how often it was found
 * @param examples some of them, with ids
 * @param remedy what to do
 */
public record Leak(String kind, long count, List<String> examples, String remedy) {
    public Leak {
        examples = List.copyOf(examples);
    }

    /** On one line. */
    public String line() {
        return kind + " (" + count + "): " + String.join("; ", examples) + ". " + remedy;
    }
}
