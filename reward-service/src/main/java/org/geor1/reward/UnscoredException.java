package org.geor1.reward;

import java.util.List;

/** No component of a run's reward has a score for a completion, so its group teaches nothing. */
final class UnscoredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    /**
     * @param reasons one for each component
     * @param passing whether another attempt may end differently
     */
    UnscoredException(List<String> reasons, boolean passing) {
        super("no component of the reward has a score: " + String.join("; ", reasons));
        this.passing = passing;
    }

    boolean isPassing() {
        return passing;
    }
}
