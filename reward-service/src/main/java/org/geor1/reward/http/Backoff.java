package org.geor1.reward.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before another attempt: twice as long each time, with jitter, so that many callers spread out. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(8);

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * At least half of the full wait.
     *
     * @param attempt 1 for the wait after the first attempt
     */
    Duration after(int attempt) {
        long full = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempt - 1, 10));
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }
}
