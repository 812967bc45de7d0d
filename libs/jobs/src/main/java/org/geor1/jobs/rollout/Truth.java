package org.geor1.jobs.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The right answer of a question and what it is about.
 *
 * @param answer the letter of the true tile
 * @param maxSharedCues the most cues that any confuser shares with the true tile
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
public record Truth(
        String answer,
        int maxSharedCues,
        @Nullable String city,
        @Nullable String country,
        @Nullable Double lat,
        @Nullable Double lon) {}
