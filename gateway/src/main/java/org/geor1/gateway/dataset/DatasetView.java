package org.geor1.gateway.dataset;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.geor1.gateway.OneOf;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetState;
import org.geor1.jobs.dataset.DatasetStatistics;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A dataset as the API shows it.
 *
 * @param samples null for the built-in one, which is endless
 * @param splits samples of each split; those without one are under the empty name
 * @param contentHash SHA-256 of its samples in order; null until it is published
 * @param runs up to a hundred runs that used this content, newest first; null in lists
 */
@JsonNaming(SnakeCaseStrategy.class)
record DatasetView(
        String name,
        @OneOf(DatasetState.class) String state,
        @Nullable String description,
        @Nullable String licence,
        @Nullable Long samples,
        Map<String, Long> splits,
        @Nullable String contentHash,
        @Nullable DatasetStatistics statistics,
        @Nullable Instant createdAt,
        @Nullable Instant publishedAt,
        @Nullable List<String> runs) {

    static final DatasetView BUILT_IN = new DatasetView(
            Datasets.BUILT_IN,
            DatasetState.READY.wire(),
            "A procedural planet: street panoramas and satellite tiles of the same places, in fictional cities.",
            null,
            null,
            Map.of(),
            null,
            null,
            null,
            null,
            null);

    static DatasetView of(Dataset dataset, @Nullable List<String> runs) {
        return new DatasetView(
                dataset.name(),
                dataset.state().wire(),
                dataset.description(),
                dataset.licence(),
                dataset.samples(),
                dataset.splits(),
                dataset.contentHash(),
                dataset.statistics(),
                dataset.createdAt(),
                dataset.publishedAt(),
                runs);
    }
}
