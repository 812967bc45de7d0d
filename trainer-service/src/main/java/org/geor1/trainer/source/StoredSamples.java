package org.geor1.trainer.source;

import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.geor1.geo.source.Use;
import org.geor1.jobs.common.Page;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.dataset.DatasetUse;
import org.geor1.jobs.dataset.StoredSample;
import org.geor1.protocol.dataset.DatasetSample;

/** The samples of a stored dataset that serve a use, by number. */
final class StoredSamples {

    /** Samples in memory at a time while they are read through. */
    static final int PAGE = 500;

    private final DatasetStore store;
    private final String dataset;
    private final SortedMap<String, Long> splits;
    private final int count;

    private StoredSamples(DatasetStore store, String dataset, SortedMap<String, Long> splits, int most) {
        this.store = store;
        this.dataset = dataset;
        this.splits = splits;
        this.count = (int) Math.min(
                most, splits.values().stream().mapToLong(Long::longValue).sum());
    }

    /**
     * @param mostForTraining how many of the first samples serve training at most
     * @throws IllegalArgumentException if no sample serves the use; the message says what would
     */
    static StoredSamples of(DatasetStore store, Dataset dataset, Use use, int mostForTraining) {
        int most = use == Use.SCAFFOLDING || use == Use.ELEVATING ? mostForTraining : Integer.MAX_VALUE;
        return new StoredSamples(store, dataset.name(), splits(dataset, use), most);
    }

    /**
     * How many samples each split has that serves a use.
     *
     * @throws IllegalArgumentException if no sample serves it; the message says what would
     */
    static SortedMap<String, Long> splits(Dataset dataset, Use use) {
        return dataset.splits(
                switch (use) {
                    case SCAFFOLDING, ELEVATING -> DatasetUse.TRAINING;
                    case DEVELOPMENT -> DatasetUse.DEVELOPMENT;
                    case TEST -> DatasetUse.TEST;
                });
    }

    static IllegalStateException gone(String dataset) {
        return new IllegalStateException("a sample of dataset '" + dataset + "' is gone");
    }

    int count() {
        return count;
    }

    DatasetSample get(int number) {
        long rest = number;
        for (Map.Entry<String, Long> split : splits.entrySet()) {
            if (rest < split.getValue()) {
                return store.sample(dataset, split.getKey(), rest)
                        .orElseThrow(() -> gone(dataset))
                        .sample();
            }
            rest -= split.getValue();
        }
        throw new IndexOutOfBoundsException(number);
    }

    /** Reads them in order, a page at a time. */
    void forEach(Consumer<DatasetSample> reader) {
        int left = count;
        for (String split : splits.keySet()) {
            String after = null;
            while (left > 0) {
                Page<StoredSample> page = store.samples(dataset, split, Math.min(PAGE, left), after);
                page.data().forEach(stored -> reader.accept(stored.sample()));
                left -= page.data().size();
                after = page.nextCursor();
                if (after == null) {
                    break;
                }
            }
        }
    }
}
