package org.geor1.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.geor1.gateway.connections.ClientNetwork;
import org.junit.jupiter.api.Test;

/** Wrong keys use up an allowance that recovers with time, for each client and for all together. */
class KeyAttemptsTest {
    private final TickingClock clock = new TickingClock();
    private final KeyAttempts attempts = new KeyAttempts(clock, 10);

    @Test
    void clientWaitsOnceItsAllowanceIsUsedUp() {
        for (int i = 0; i < 10; i++) {
            assertThat(attempts.pause("a")).isZero();
            attempts.wrong("a");
        }
        assertThat(attempts.pause("a")).isEqualTo(Duration.ofSeconds(6));
        assertThat(attempts.pause("b")).isZero();
        clock.now = clock.now.plusSeconds(6);
        assertThat(attempts.pause("a")).isZero();
        attempts.wrong("a");
        assertThat(attempts.pause("a")).isPositive();
    }

    @Test
    void manyClientsTogetherHaveAnAllowanceToo() {
        for (int i = 0; i < 100; i++) {
            attempts.wrong("client " + i);
        }
        assertThat(attempts.pause("newcomer")).isPositive();
        clock.now = clock.now.plusSeconds(60);
        assertThat(attempts.pause("newcomer")).isZero();
    }

    @Test
    void rightKeysAreRememberedForTheClientThatSentThem() {
        attempts.right("a", "digest");
        assertThat(attempts.knows("a", "digest")).isTrue();
        assertThat(attempts.knows("b", "digest")).isFalse();
        assertThat(attempts.knows("a", "other")).isFalse();
    }

    @Test
    void addressesOfOneNetworkAreOneClient() {
        assertThat(ClientNetwork.of("2001:db8:0:1:2:3:4:5")).isEqualTo(ClientNetwork.of("2001:db8:0:1:f:0:0:1"));
        assertThat(ClientNetwork.of("2001:db8:0:1:2:3:4:5")).isNotEqualTo(ClientNetwork.of("2001:db8:0:2:2:3:4:5"));
        assertThat(ClientNetwork.of("203.0.113.7")).isEqualTo("203.0.113.7");
    }

    private static final class TickingClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
