package org.geor1.reward;

/**
 * One component of the reward (Geo-R1, section on training rewards). Scores are finite, depend on nothing but the
 * input, and lie between {@link #min} and {@link #max}.
 */
public interface Reward {

    /** The name under which runs ask for it. */
    String name();

    double score(RewardInput input);

    double min();

    double max();
}
