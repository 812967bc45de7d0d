package org.geor1.gateway.dataset;

import java.util.List;
import java.util.OptionalLong;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.dataset.DatasetUse;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.run.DatasetShare;
import org.geor1.protocol.run.RunSpec;
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

    /**
     * Refuses a name that is not there with 404, a dataset that is still importing with 409, and a limit of the built-in
     * one's samples.
     */
    public void require(RunSpec spec) {
        List<DatasetShare> shares = spec.shares();
        for (int i = 0; i < shares.size(); i++) {
            if (!shares.get(i).name().equals(BUILT_IN)) {
                published(shares.get(i).name());
            } else if (shares.get(i).maxSamples() != null) {
                throw new InvalidRequestException(List.of(new FieldError(
                        "datasets[" + i + "].max_samples", "is for imported datasets: " + BUILT_IN + " has no end")));
            }
        }
    }

    /** Records that a run was submitted with its datasets, within the transaction that created the run. */
    public void use(String runId, RunSpec spec) {
        spec.shares().stream()
                .map(DatasetShare::name)
                .filter(name -> !name.equals(BUILT_IN))
                // In one order, so that nobody waits for each other.
                .sorted()
                .forEach(name -> store.use(runId, name));
    }

    /**
     * How many samples of a dataset a run trains on; empty for the built-in one, which has no end.
     *
     * @throws IllegalArgumentException if it has no split to train on; the message says what would be one
     */
    public OptionalLong trainingSamples(DatasetShare share) {
        if (share.name().equals(BUILT_IN)) {
            return OptionalLong.empty();
        }
        long samples = published(share.name()).splits(DatasetUse.TRAINING).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        Integer most = share.maxSamples();
        return OptionalLong.of(most == null ? samples : Math.min(samples, most));
    }

    private Dataset published(String name) {
        Dataset dataset = store.find(name).orElseThrow(() -> unknown(name));
        if (!dataset.isReady()) {
            throw new ApiException(
                    ErrorCode.ILLEGAL_STATE, "The dataset '" + name + "' is still importing; publish it first.");
        }
        return dataset;
    }

    static ApiException unknown(String name) {
        return new ApiException(
                ErrorCode.UNKNOWN_DATASET,
                "There is no dataset '" + name + "'; GET /api/v1/datasets lists those there are.");
    }
}
