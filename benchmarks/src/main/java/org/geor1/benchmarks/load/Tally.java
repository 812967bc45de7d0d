package org.geor1.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Outcomes of the requests. */
final class Tally {

    private static final int SHOWN = 10;

    final LongAdder submitted = new LongAdder();
    final LongAdder completed = new LongAdder();
    final LongAdder streamed = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder busy = new LongAdder();
    final LongAdder swaps = new LongAdder();
    private final List<String> problems = new ArrayList<>();
    private long errors;

    /** A request had another outcome than expected. */
    synchronized void error(String problem) {
        errors++;
        if (problems.size() < SHOWN) {
            problems.add(problem);
        }
    }

    /** Adds an error unless {@code holds}. */
    void require(boolean holds, String problem) {
        if (!holds) {
            error(problem);
        }
    }

    synchronized long errors() {
        return errors;
    }

    /** The first errors. */
    synchronized List<String> problems() {
        return List.copyOf(problems);
    }
}
