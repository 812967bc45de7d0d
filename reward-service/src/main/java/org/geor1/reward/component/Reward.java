package org.geor1.reward.component;

import java.util.Optional;

/**
 * One component of the reward (Geo-R1, section on training rewards). Scores are finite, depend on nothing but the
 * input, and lie between {@link #min} and {@link #max}.
 */
public interface Reward {

    /** The name under which runs ask for it. */
    String name();

    /** The score of a completion whose truth {@link #lacks} nothing. */
    double score(RewardInput input);

    double min();

    double max();

    /** What was read from the completion and is compared with the truth, in words; empty if nothing was. */
    default Optional<String> parsed(RewardInput input) {
        return Optional.empty();
    }

    /** What the score needs and the truth does not have, in words; empty if it has everything. */
    default Optional<String> lacks(RewardInput input) {
        return Optional.ofNullable(input.truth().lackFor(name())).map(lack -> lack.field() + " " + lack.message());
    }
}
