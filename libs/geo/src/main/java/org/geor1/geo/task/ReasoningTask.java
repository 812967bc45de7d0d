package org.geor1.geo.task;

import java.util.List;
import org.geor1.geo.source.Use;

/** Chain-of-thought exemplars about single images (Geo-R1, stage one). None of them shows the pairing task. */
public interface ReasoningTask {

    /**
     * Exemplars about places for that use, of which every claim was checked. The same arguments make the same exemplars.
     *
     * @param count how many are made; those that fail the check are left out
     */
    List<Exemplar> exemplars(Use use, long seed, int count);
}
