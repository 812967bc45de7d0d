package org.geor1.gateway.connections;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.geor1.gateway.problems.UnreadBody;

/**
 * Enforces a minimum rate for every body, and keeps threads from waiting for bodies that were refused: Tomcat would
 * read such a body to its end, however slowly the client sends it.
 */
final class BodyPaceValve extends ValveBase {
    /**
     * How many threads may read on after a refusal. Beyond that, connections are cut and clients may miss the answer.
     */
    private static final int READERS = 16;

    private static final Duration READING = Duration.ofSeconds(2);

    private final ConnectionProperties limits;
    private final Semaphore readers = new Semaphore(READERS);

    BodyPaceValve(ConnectionProperties limits) {
        super(true);
        this.limits = limits;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var coyote = request.getCoyoteRequest();
        if (coyote.getInputBuffer() instanceof PacedBody || !announcesBody(request)) {
            getNext().invoke(request, response);
            return;
        }
        PacedBody body = new PacedBody(coyote.getInputBuffer(), limits, coyote.getContentLengthLong());
        coyote.setInputBuffer(body);
        UnreadBody.mark(request, () -> !body.ended());
        try {
            getNext().invoke(request, response);
        } finally {
            if (!request.isAsync()) {
                finish(request, response, body);
            }
            coyote.setInputBuffer(body.unpaced());
        }
    }

    private static boolean announcesBody(Request request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private void finish(Request request, Response response, PacedBody body) throws IOException {
        if (body.ended()) {
            return;
        }
        response.finishResponse();
        if (!readRest(request, body)) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** Clients that send the whole body before they read see the answer only if the body is read. */
    private boolean readRest(Request request, PacedBody body) {
        // A client that sent Expect: 100-continue has its answer and sends no body.
        if (request.getCoyoteRequest().hasExpectation() || !readers.tryAcquire()) {
            return false;
        }
        try {
            long begun = System.nanoTime();
            Discard discard = new Discard();
            while (body.doRead(discard) >= 0) {
                if (System.nanoTime() - begun > READING.toNanos()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            readers.release();
        }
    }

    /** Discards what is read. */
    private static final class Discard implements ApplicationBufferHandler {
        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Nothing is kept, so nothing grows.
        }
    }
}
