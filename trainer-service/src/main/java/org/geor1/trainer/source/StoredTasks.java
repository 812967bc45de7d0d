package org.geor1.trainer.source;

import org.geor1.geo.task.SourceTasks;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;

/** The tasks of a stored dataset: its own questions, in its own words. */
final class StoredTasks {

    private StoredTasks() {}

    static SourceTasks of(DatasetStore store, Dataset dataset, StoredPictures pictures) {
        return new SourceTasks(
                new StoredSource(store, dataset, pictures),
                (use, candidates, confusers, seed, count) ->
                        new Drawn<>(StoredSamples.of(store, dataset, use), seed, count, StoredItems::item),
                (use, seed, count) -> {
                    StoredSamples samples = StoredSamples.of(store, dataset, use);
                    return new Drawn<>(samples, seed, Math.min(count, samples.count()), StoredItems::exemplar);
                });
    }
}
