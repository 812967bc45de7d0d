package org.geor1.jobs.checkpoint;

import java.util.List;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What of a run's artifacts may go. */
@Transactional
public class Retention {

    private final CheckpointRepository checkpoints;

    Retention(CheckpointRepository checkpoints) {
        this.checkpoints = checkpoints;
    }

    /**
     * Until the transaction ends nothing is retired: what it reads as present stays, and what it writes is seen by the
     * next retirement.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold() {
        checkpoints.hold();
    }

    /**
     * Artifacts that retention may remove, and from now on counts as removed: policies of the run older than its last
     * {@code keep} versions that no checkpoint names, weights of checkpoints beyond the run's {@code save_total_limit},
     * and training states older than its last {@code keep} checkpoints. Checkpoints that are promoted, that have the
     * lowest held-out loss of a run that may stop early, or that a run which is not over started from are spared.
     *
     * @param inUse an artifact that a session of the run still reads, or the empty text
     */
    public List<String> expendable(String runId, int keep, String inUse) {
        checkpoints.hold();
        return checkpoints.retire(runId, keep, inUse);
    }

    /** Artifacts of the run that retention has removed, or was about to when it was cut short. */
    @Transactional(readOnly = true)
    public List<String> retired(String runId) {
        return checkpoints.retired(runId);
    }
}
