package org.geor1.trainer;

import org.jspecify.annotations.Nullable;

/** Takes a run of one kind from wherever it stands to its end. */
interface RunDriver {

    /**
     * @return the run's result as JSON, if its kind has one
     * @throws RunContext.Interruption when the run is to stop early; everything committed so far stays
     */
    @Nullable
    String drive(RunContext context) throws Exception;
}
