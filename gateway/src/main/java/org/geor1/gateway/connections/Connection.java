package org.geor1.gateway.connections;

/** The guard's record of one open connection. Times are {@link System#nanoTime}. */
final class Connection {
    private enum State {
        /** No request yet, or part of its head. It occupies no thread. */
        INCOMPLETE,
        /** Between two requests. */
        IDLE,
        /** A request is being answered. */
        BUSY
    }

    private final String client;
    private State state = State.INCOMPLETE;
    private long since;

    Connection(String client, long now) {
        this.client = client;
        this.since = now;
    }

    String client() {
        return client;
    }

    /** Bytes have arrived and are being parsed. */
    synchronized void busy(long now) {
        if (state == State.IDLE) {
            // The head of the next request has begun with these bytes.
            since = now;
        }
        state = State.BUSY;
    }

    /** The head is not complete yet; its deadline keeps running. */
    synchronized void incomplete() {
        state = State.INCOMPLETE;
    }

    synchronized void idle(long now) {
        state = State.IDLE;
        since = now;
    }

    /** Whether it can be closed without losing an answer. */
    synchronized boolean waits() {
        return state != State.BUSY;
    }

    /** Whether a head has been incomplete for longer than {@code limit} nanoseconds. */
    synchronized boolean overdue(long now, long limit) {
        return state == State.INCOMPLETE && now - since > limit;
    }

    /** How long it has waited, in nanoseconds. */
    synchronized long waited(long now) {
        return now - since;
    }
}
