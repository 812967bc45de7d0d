package org.geor1.geo.task;

import java.util.List;
import org.geor1.geo.source.Use;

/** Cross-view pairing (Geo-R1, stage two): which of k satellite tiles shows the place of a street panorama. */
public interface PairingTask {

    /**
     * Questions about places for that use, with letters balanced. The same arguments make the same questions.
     *
     * @param candidates number of tiles in a question, 2 to {@value Question#MAX_CANDIDATES}
     * @throws IllegalStateException if there are too few places
     */
    List<TaskItem> questions(Use use, int candidates, ConfuserMode confusers, long seed, int count);
}
