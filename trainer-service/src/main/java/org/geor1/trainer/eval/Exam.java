package org.geor1.trainer.eval;

import java.util.List;
import java.util.Map;
import org.geor1.jobs.rollout.RolloutGroup;

/** What an evaluation makes of the answers. It begins with the answers of all committed steps. */
interface Exam {

    /** Adds the scored groups of a step that is not committed yet. */
    void add(long step, List<RolloutGroup> groups);

    /** The figures so far, for the step's metrics. */
    Map<String, Double> metrics();

    /** The result of the whole evaluation, to be written as JSON, after storing whatever follows from it. */
    Object finish();
}
