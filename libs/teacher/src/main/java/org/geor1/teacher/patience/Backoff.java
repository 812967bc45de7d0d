package org.geor1.teacher.patience;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before another try: a random time up to a bound that doubles with each failure ("full jitter"), and never
 * less than the endpoint asks for.
 *
 * @param first bound after the first failure
 * @param most largest bound
 */
public record Backoff(Duration first, Duration most) {

    public static Backoff standard() {
        return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /**
     * @param failures how many there were in a row, from 1
     * @param retryAfter what the endpoint asks for, or null
     */
    public Duration pause(int failures, @Nullable Duration retryAfter, RandomGenerator random) {
        double bound = Math.min(most.toMillis(), first.toMillis() * Math.pow(2, failures - 1));
        Duration jitter = Duration.ofMillis((long) (bound * random.nextDouble()));
        return retryAfter == null ? jitter : retryAfter.plus(jitter);
    }
}
