package org.geor1.jobs.dataset;

import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is in a dataset.
 *
 * @param withPosition samples whose position is known
 * @param splits samples of each, by name; likewise countries and cities. Those beyond the first thousand are "(others)"
 * @param images of all samples; one that several samples show counts several times
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DatasetStatistics(
        long samples,
        long withPosition,
        Map<String, Long> splits,
        Map<String, Long> countries,
        Map<String, Long> cities,
        Images images) {

    /** Edges are in pixels, as stored; all sizes are 0 if there is no picture. */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Images(long count, long bytes, long minWidth, long maxWidth, long minHeight, long maxHeight) {}
}
