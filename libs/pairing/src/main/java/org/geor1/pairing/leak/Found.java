package org.geor1.pairing.leak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts what is found, and keeps the first ones. */
final class Found {

    private static final int EXAMPLES = 5;

    private final String kind;
    private final String remedy;
    private final List<String> examples = new ArrayList<>();
    private long count;

    Found(String kind, String remedy) {
        this.kind = kind;
        this.remedy = remedy;
    }

    void add(String example) {
        count++;
        if (examples.size() < EXAMPLES) {
            examples.add(example);
        }
    }

    long count() {
        return count;
    }

    Optional<Leak> leak() {
        return count == 0 ? Optional.empty() : Optional.of(new Leak(kind, count, examples, remedy));
    }
}
