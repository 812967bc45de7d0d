package org.geor1.geo.task;

import org.geor1.geo.source.Use;

/** Cross-view pairing (Geo-R1, stage two): which of k satellite tiles shows the place of a street panorama. */
public interface PairingTask {

    /**
     * Questions about places for that use. The same arguments make the same questions.
     *
     * @param candidates number of tiles in a question that is made, 2 to {@value Question#MAX_CANDIDATES}
     * @param confusers where the wrong tiles of a question that is made come from
     * @throws IllegalArgumentException if the source has nothing for that use; the message says what it lacks
     */
    TaskItems questions(Use use, int candidates, ConfuserMode confusers, long seed);
}
