package org.geor1.jobs.dataset;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as it stands.
 *
 * @param samples how many it has
 * @param splits how many samples each split has; those without a split are under the empty name
 * @param contentHash of all samples in order, and so of their pictures; null until it is ready
 * @param statistics null until it is ready
 */
public record Dataset(
        String name,
        DatasetState state,
        @Nullable String description,
        @Nullable String licence,
        long samples,
        Map<String, Long> splits,
        @Nullable String contentHash,
        @Nullable DatasetStatistics statistics,
        Instant createdAt,
        @Nullable Instant publishedAt) {

    public boolean isReady() {
        return state == DatasetState.READY;
    }

    /** Whether it has no splits. */
    public boolean isWhole() {
        return splits.keySet().equals(Set.of(""));
    }

    /** Whether it has a split for a use. */
    public boolean hasSplit(DatasetUse use) {
        return splits.keySet().stream().anyMatch(use.splits::contains);
    }

    /**
     * How many samples each split has that serves a use, by name. A dataset without splits serves every use but development
     * with all its samples: it may be one to train on or one to test on.
     *
     * @throws IllegalArgumentException if no sample serves the use; the message says what would
     */
    public SortedMap<String, Long> splits(DatasetUse use) {
        SortedMap<String, Long> serving = new TreeMap<>(splits);
        boolean whole = use != DatasetUse.DEVELOPMENT && isWhole();
        serving.keySet().removeIf(split -> !whole && !use.splits.contains(split));
        if (serving.isEmpty()) {
            throw new IllegalArgumentException(
                    "dataset '%s' has no sample for %s: its splits are %s, and one of %s is needed"
                            .formatted(
                                    name,
                                    use.word,
                                    splits.keySet().stream()
                                            .map(split -> split.isEmpty() ? "(none)" : split)
                                            .toList(),
                                    use.splits.stream().sorted().toList()));
        }
        return serving;
    }
}
