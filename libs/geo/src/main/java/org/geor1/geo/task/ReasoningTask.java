package org.geor1.geo.task;

import java.util.List;
import org.geor1.geo.source.Use;

/** Exemplars with a completion to imitate (Geo-R1, stage one). */
public interface ReasoningTask {

    /**
     * Exemplars for that use. The same arguments make the same exemplars.
     *
     * @param count how many at most; a source that checks its exemplars leaves out those that are not true, and one that has
     *     fewer may give those for training again, in another order each time
     */
    List<Exemplar> exemplars(Use use, long seed, int count);
}
