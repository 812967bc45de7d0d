package org.geor1.rl.memory;

/**
 * One thing that takes memory at the peak of a step.
 *
 * @param name what it is
 * @param bytes how much it takes
 * @param formula how that follows from sizes
 */
public record MemoryTerm(String name, long bytes, String formula) {}
