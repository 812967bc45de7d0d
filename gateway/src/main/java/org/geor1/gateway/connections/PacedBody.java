package org.geor1.gateway.connections;

import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * A body as it arrives: it must keep a minimum rate and end in time. Tomcat's own time-out starts again with every
 * byte.
 */
final class PacedBody implements InputBuffer {
    /** How long a body may take before its rate is checked; also the longest pause within it. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private final InputBuffer in;
    private final ConnectionProperties limits;
    private final long length;
    private long begun;
    private long bytes;
    private boolean ended;

    /** @param length of the body in bytes, or -1 where that is not announced */
    PacedBody(InputBuffer in, ConnectionProperties limits, long length) {
        this.in = in;
        this.limits = limits;
        this.length = length;
    }

    InputBuffer unpaced() {
        return in;
    }

    /** Whether all of it has been read. */
    boolean ended() {
        return ended || bytes == length;
    }

    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        if (begun == 0) {
            begun = System.nanoTime();
        }
        int read = in.doRead(handler);
        if (read < 0) {
            ended = true;
            return read;
        }
        bytes += read;
        if (!ended()) {
            requirePace(System.nanoTime() - begun);
        }
        return read;
    }

    private void requirePace(long nanos) throws SlowBodyException {
        if (nanos > limits.bodyTimeout().toNanos()) {
            throw new SlowBodyException("the body did not end within " + limits.bodyTimeout());
        }
        double wanted = limits.minBodyRate().toBytes() * (nanos / 1e9);
        if (nanos > GRACE.toNanos() && bytes < wanted) {
            throw new SlowBodyException("the body comes more slowly than " + limits.minBodyRate() + " a second");
        }
    }

    @Override
    public int available() {
        return in.available();
    }
}
