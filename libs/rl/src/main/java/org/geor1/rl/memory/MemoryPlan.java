package org.geor1.rl.memory;

import java.util.List;

/**
 * Where the memory of a training step goes when it takes most.
 *
 * @param moment when that is
 * @param terms everything that is held then
 */
public record MemoryPlan(String moment, List<MemoryTerm> terms) {

    public MemoryPlan {
        terms = List.copyOf(terms);
    }

    /** Bytes of tensors at the peak. */
    public long total() {
        return terms.stream().mapToLong(MemoryTerm::bytes).sum();
    }
}
