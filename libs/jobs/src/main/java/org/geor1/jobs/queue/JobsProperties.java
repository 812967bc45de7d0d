package org.geor1.jobs.queue;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The queue, under {@code geor1.jobs}.
 *
 * @param lease how long a worker may stay silent before its jobs go to another
 * @param backoff wait before the first retry; it doubles with every further one
 * @param maxBackoff longest wait before a retry
 * @param maxAttempts attempts before a job is dead
 * @param pollMin pause of a worker that has just found work
 * @param pollMax pause of a worker that has long found none
 */
@Validated
@ConfigurationProperties(prefix = "geor1.jobs", ignoreUnknownFields = false)
public record JobsProperties(
        @NotNull @DefaultValue("30s") Duration lease,
        @NotNull @DefaultValue("1s") Duration backoff,
        @NotNull @DefaultValue("1m") Duration maxBackoff,
        @Min(1) @Max(100) @DefaultValue("4") int maxAttempts,
        @NotNull @DefaultValue("10ms") Duration pollMin,
        @NotNull @DefaultValue("100ms") Duration pollMax) {

    /** The wait after {@code attempt} (1 for the first) failed. */
    public Duration backoff(int attempt) {
        Duration wait = backoff.multipliedBy(1L << Math.min(attempt - 1, 30));
        return wait.compareTo(maxBackoff) > 0 ? maxBackoff : wait;
    }
}
