package org.geor1.gateway.dataset;

import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.springframework.stereotype.Component;

/** The datasets a run may name. */
@Component
public class Datasets {

    /** Made by the platform itself, and endless. */
    static final String BUILT_IN = "mini-earth";

    private final DatasetStore store;

    Datasets(DatasetStore store) {
        this.store = store;
    }

    /** Refuses a name that is not there with 404, and a dataset that is still importing with 409. */
    public void require(String name) {
        if (name.equals(BUILT_IN)) {
            return;
        }
        Dataset dataset = store.find(name).orElseThrow(() -> unknown(name));
        if (!dataset.isReady()) {
            throw new ApiException(
                    ErrorCode.ILLEGAL_STATE, "The dataset '" + name + "' is still importing; publish it first.");
        }
    }

    /** Records that a run was submitted with a dataset, within the transaction that created the run. */
    public void use(String runId, String name) {
        if (!name.equals(BUILT_IN)) {
            store.use(runId, name);
        }
    }

    static ApiException unknown(String name) {
        return new ApiException(
                ErrorCode.UNKNOWN_DATASET,
                "There is no dataset '" + name + "'; GET /api/v1/datasets lists those there are.");
    }
}
