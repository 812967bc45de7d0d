package org.geor1.gateway.connections;

/** What the guard knows about one open connection. Times are {@link System#nanoTime}. */
final class Connection {
    private enum State {
        /** No request, or part of the head of one. It costs no thread. */
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

    /** Bytes have come and are looked at. */
    synchronized void busy(long now) {
        if (state == State.IDLE) {
            // The head of the next request has begun with these bytes.
            since = now;
        }
        state = State.BUSY;
    }

    /** The bytes were not a whole head yet; its deadline goes on from where it began. */
    synchronized void incomplete() {
        state = State.INCOMPLETE;
    }

    synchronized void idle(long now) {
        state = State.IDLE;
        since = now;
    }

    /** Whether nobody would miss an answer if it were closed now. */
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
