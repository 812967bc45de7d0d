package org.geor1.trainer.run;

import org.jspecify.annotations.Nullable;

/** Takes a run of one kind from its last committed step to its end. */
public interface RunLoop {

    /**
     * Drives the run.
     *
     * @return the run's result as JSON, if its kind has one
     * @throws Interruption when the run is to stop early; everything committed so far stays
     */
    @Nullable
    String drive(DrivenRun run) throws Exception;
}
