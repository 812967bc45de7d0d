package org.geor1.trainer.source;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.geor1.geo.source.Use;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.protocol.dataset.DatasetSample;

/**
 * The samples of a stored dataset that serve a use, by number. A dataset without splits serves every use but development
 * with all its samples: it may be one to train on or one to test on.
 */
final class StoredSamples {

    private static final Set<String> TRAINING = Set.of("train", "training");
    private static final Set<String> DEVELOPMENT = Set.of("dev", "val", "valid", "validation");
    private static final Set<String> TEST = Set.of("test", "testing");

    private final DatasetStore store;
    private final String dataset;
    private final List<Map.Entry<String, Long>> splits;
    private final int count;

    private StoredSamples(DatasetStore store, String dataset, List<Map.Entry<String, Long>> splits) {
        this.store = store;
        this.dataset = dataset;
        this.splits = splits;
        this.count =
                Math.toIntExact(splits.stream().mapToLong(Map.Entry::getValue).sum());
    }

    /** @throws IllegalArgumentException if no sample serves the use; the message says what would */
    static StoredSamples of(DatasetStore store, Dataset dataset, Use use) {
        Set<String> names = switch (use) {
            case SCAFFOLDING, ELEVATING -> TRAINING;
            case DEVELOPMENT -> DEVELOPMENT;
            case TEST -> TEST;
        };
        boolean whole = use != Use.DEVELOPMENT && dataset.splits().keySet().equals(Set.of(""));
        List<Map.Entry<String, Long>> splits = dataset.splits().entrySet().stream()
                .filter(split -> whole || names.contains(split.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .toList();
        if (splits.isEmpty()) {
            throw new IllegalArgumentException(
                    "dataset '%s' has no sample for %s: its splits are %s, and one of %s is needed"
                            .formatted(
                                    dataset.name(),
                                    use.name().toLowerCase(Locale.ROOT),
                                    dataset.splits().keySet().stream()
                                            .map(name -> name.isEmpty() ? "(none)" : name)
                                            .toList(),
                                    names.stream().sorted().toList()));
        }
        return new StoredSamples(store, dataset.name(), splits);
    }

    int count() {
        return count;
    }

    DatasetSample get(int number) {
        long rest = number;
        for (Map.Entry<String, Long> split : splits) {
            if (rest < split.getValue()) {
                return store.sample(dataset, split.getKey(), rest)
                        .orElseThrow(() -> new IllegalStateException("a sample of dataset '" + dataset + "' is gone"))
                        .sample();
            }
            rest -= split.getValue();
        }
        throw new IndexOutOfBoundsException(number);
    }
}
