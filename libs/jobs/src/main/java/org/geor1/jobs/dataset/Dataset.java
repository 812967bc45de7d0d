package org.geor1.jobs.dataset;

import java.time.Instant;
import java.util.Map;
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
}
