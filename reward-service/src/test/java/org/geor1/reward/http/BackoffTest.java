package org.geor1.reward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Waits double up to a bound, and differ by chance. */
class BackoffTest {

    @Test
    void waitsDoubleUpToABoundWithJitter() {
        Backoff backoff = new Backoff(new Random(1));
        Set<Duration> third = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.after(1)).isBetween(Duration.ofMillis(125), Duration.ofMillis(250));
            assertThat(backoff.after(100)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
            third.add(backoff.after(3));
        }
        assertThat(third).hasSizeGreaterThan(20).allMatch(wait -> wait.toMillis() >= 500 && wait.toMillis() <= 1000);
    }
}
