package org.geor1.protocol.reward;

/** What a caller may expect of a reward: its name in a run and the range of its unweighted scores. */
public record RewardDescription(String name, double min, double max) {}
