package org.geor1.gateway.security;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts wrong keys, per client and in all, and says how long the next attempt must wait. A client that is over
 * its allowance is not told whether a key is right, or it could go on guessing. A key that was used from that address
 * before is still accepted, so that nobody can lock out a caller who shares the address.
 */
final class KeyAttempts {
    /** Clients remembered at a time; new ones replace those not seen for longest. */
    private static final int REMEMBERED = 10_000;

    /** The allowance of all clients together, as a multiple of one client's. */
    private static final int CLIENTS = 10;

    private final Clock clock;
    private final Allowance all;
    private final int perMinute;
    private final Map<String, Allowance> clients = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Set<String> familiar = new LinkedHashSet<>();

    /** @param perMinute wrong keys that one client may send in a minute */
    KeyAttempts(Clock clock, int perMinute) {
        this.clock = clock;
        this.perMinute = perMinute;
        this.all = new Allowance(perMinute * CLIENTS);
    }

    /** How long this client's keys are refused unchecked; zero if they are checked. */
    synchronized Duration pause(String client) {
        long now = clock.millis();
        Allowance own = clients.get(client);
        long millis = Math.max(all.pause(now), own == null ? 0 : own.pause(now));
        return Duration.ofMillis(millis);
    }

    synchronized void wrong(String client) {
        long now = clock.millis();
        all.take(now);
        clients.computeIfAbsent(client, unknown -> new Allowance(perMinute)).take(now);
    }

    synchronized void right(String client, String digest) {
        if (familiar.size() >= REMEMBERED) {
            familiar.remove(familiar.iterator().next());
        }
        familiar.add(client + " " + digest);
    }

    /** Whether this key was right before, sent by the same client. */
    synchronized boolean knows(String client, String digest) {
        return familiar.contains(client + " " + digest);
    }

    /** A bucket of this size that refills at the same number a minute. */
    private static final class Allowance {
        private final int size;
        private double left;
        private long filled = Long.MIN_VALUE;

        Allowance(int size) {
            this.size = size;
            this.left = size;
        }

        /** Milliseconds until one is left. */
        long pause(long now) {
            fill(now);
            return left >= 1 ? 0 : (long) Math.ceil((1 - left) * 60_000 / size);
        }

        void take(long now) {
            fill(now);
            left = Math.max(0, left - 1);
        }

        private void fill(long now) {
            if (filled != Long.MIN_VALUE) {
                left = Math.min(size, left + Math.max(0, now - filled) * size / 60_000.0);
            }
            filled = now;
        }
    }
}
